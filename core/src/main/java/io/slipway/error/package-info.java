// SPDX-License-Identifier: Apache-2.0
/** The one list of what can go wrong, and the exception that carries an entry of it. Pure; everybody imports it. */
package io.slipway.error;
