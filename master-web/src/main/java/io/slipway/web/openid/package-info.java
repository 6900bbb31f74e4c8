// SPDX-License-Identifier: Apache-2.0
/**
 * Login by an OpenID provider: the authorisation code flow of OpenID Connect with PKCE. Called by browsers, at two addresses: one leads
 * to the provider, to the other the provider leads back. What the provider says is checked here; whose login that is, {@link
 * io.slipway.master.ejb.OwnAccounts} knows.
 */
package io.slipway.web.openid;
