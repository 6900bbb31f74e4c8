// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.io.Serializable;
import java.time.Instant;

/**
 * A login that was begun and is not back from the provider. Its three secrets are known to the session that has begun it alone: so nobody
 * makes a browser log in as somebody else, and a code that is overheard is worth nothing.
 *
 * @param state comes back with the answer
 * @param nonce stands in the token
 * @param verifier shows that who fetches the token is who began
 * @param next address of ours that follows the login
 * @param linksTo id of the user to whose account the provider's is to be linked; 0 to log in
 */
record PendingLogin(String state, String nonce, String verifier, String next, long linksTo, Instant begun)
        implements Serializable {
    static PendingLogin begin(String next, long linksTo, Instant now) {
        return new PendingLogin(
                new State().getValue(), new Nonce().getValue(), new CodeVerifier().getValue(), next, linksTo, now);
    }

    /** Leaves out the secrets. */
    @Override
    public String toString() {
        return "login by OpenID begun at " + begun;
    }
}
