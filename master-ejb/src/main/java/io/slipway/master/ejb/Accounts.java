// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.time.Duration;
import java.util.Set;

/** Who somebody is, and the tokens they make. */
@Stateless
@Interceptors(StoreGuard.class)
public class Accounts {
    @EJB
    private MasterLifecycle lifecycle;

    /** Checks a name and a password; throws CREDENTIALS_WRONG, the same for an unknown name. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Caller login(String username, String password) {
        return lifecycle.master().users().login(username, password);
    }

    /** The user of a session that logged in earlier; throws CREDENTIALS_WRONG when the account is gone. */
    public Caller byName(String username) {
        return lifecycle.master().users().byName(username);
    }

    /** Checks a personal access token; throws CREDENTIALS_WRONG or TOKEN_EXPIRED. */
    public Caller byToken(String token) {
        return lifecycle.master().tokens().caller(token);
    }

    /** Makes a token for the caller, or, when an administrator calls, for any user. */
    public IssuedToken issueToken(Caller caller, String username, String name, Set<Grant> grants, Duration lifetime) {
        return lifecycle.master().tokens().issue(caller, username, name, grants, lifetime);
    }
}
