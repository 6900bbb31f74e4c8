// SPDX-License-Identifier: Apache-2.0
/** How people and programs come in: credentials are looked at within limits, and the second step is asked for. Called by console and API. */
package io.slipway.master.login;
