// SPDX-License-Identifier: Apache-2.0
/**
 * Accounts of OpenID providers by which users log in. What a provider says is found out, and checked, by {@code io.slipway.web.openid};
 * here it is decided whose login that is. Called by {@code io.slipway.master.ejb}.
 */
package io.slipway.master.identity;
