// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import jakarta.ejb.Stateless;
import java.time.Duration;
import java.util.Set;

/** Who somebody is, and the tokens they make. */
@Stateless
public class Accounts {

    /** Checks a name and a password; throws CREDENTIALS_WRONG, the same for an unknown name. */
    public Caller login(String username, String password) {
        throw new UnsupportedOperationException();
    }

    /** The user of a session that logged in earlier; throws CREDENTIALS_WRONG when the account is gone. */
    public Caller byName(String username) {
        throw new UnsupportedOperationException();
    }

    /** Checks a personal access token; throws CREDENTIALS_WRONG or TOKEN_EXPIRED. */
    public Caller byToken(String token) {
        throw new UnsupportedOperationException();
    }

    /** Makes a token for the caller, or, when an administrator calls, for any user. */
    public IssuedToken issueToken(Caller caller, String username, String name, Set<Grant> grants, Duration lifetime) {
        throw new UnsupportedOperationException();
    }
}
