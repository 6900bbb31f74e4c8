// SPDX-License-Identifier: Apache-2.0
/** Asks for every route of the manual's page of routes as everybody who may be there, and looks whether the answer is as the page says. */
package io.slipway.acceptance.route;
