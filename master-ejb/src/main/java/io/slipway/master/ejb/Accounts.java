// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.sshkey.SshKey;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Who somebody is, the tokens they make, and the ssh keys that they have. */
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

    /** The caller's public ssh keys, oldest first. */
    public List<SshKey> sshKeys(Caller caller) {
        return lifecycle.master().sshKeys().list(caller);
    }

    /**
     * Adds a public ssh key to the caller's.
     *
     * @param text one line, as it stands in a {@code .pub} file
     * @param name empty for the key's comment
     */
    public SshKey addSshKey(Caller caller, String text, String name) {
        return lifecycle.master().sshKeys().add(caller, text, name);
    }

    /** Removes one of the caller's public ssh keys; throws SSH_KEY_UNKNOWN when it is none of them. */
    public void removeSshKey(Caller caller, long id) {
        lifecycle.master().sshKeys().remove(caller, id);
    }
}
