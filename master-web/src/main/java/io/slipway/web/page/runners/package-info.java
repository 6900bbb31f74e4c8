// SPDX-License-Identifier: Apache-2.0
/** The page of the runners: who they are, how one is enrolled, and how one is revoked. For administrators. */
package io.slipway.web.page.runners;
