// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.error.Family;
import io.slipway.error.ProblemException;
import io.slipway.master.access.AccessToken;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Login;
import io.slipway.master.access.SessionSettings;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.limit.ClientNetwork;
import io.slipway.master.limit.Limit;
import io.slipway.master.login.Doors;
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

    /**
     * Checks all that a login needs; throws CREDENTIALS_WRONG, the same for an unknown name, ACCOUNT_SUSPENDED, PASSWORD_ONE_TIME,
     * TRIES_TOO_MANY, CODE_MISSING or CODE_WRONG.
     *
     * @param code of the second step; empty for none
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Caller login(String username, String password, String code, ClientNetwork from) {
        return doors().logIn().login(username, password, code, from);
    }

    /** Checks a name and a password for a session; a one-time password is good for nothing but {@link OwnAccounts#replaceOneTimePassword}. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Login enter(String username, String password, ClientNetwork from) {
        return doors().logIn().enter(username, password, from);
    }

    /** The second step of a login; throws CREDENTIALS_WRONG when the login has ended meanwhile, ACCOUNT_SUSPENDED, CODE_WRONG or TRIES_TOO_MANY. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Login pass(long userId, int epoch, String code, ClientNetwork from) {
        return doors().logIn().pass(userId, epoch, code, from);
    }

    /**
     * The network that a request comes from.
     *
     * @param peer the address at the other end of the connection
     * @param forwarded the values of all headers {@code X-Forwarded-For}
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public ClientNetwork network(String peer, List<String> forwarded) {
        return doors().proxies().network(peer, forwarded);
    }

    /** Counts a login by the OpenID provider that was looked at and refused, unless that was our fault; throws TRIES_TOO_MANY. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void refusedOpenId(ClientNetwork from, ProblemException refusal) {
        if (refusal.problem().family() == Family.USER) {
            doors().tries().take(Limit.OPENID, from.text(), "Logging in by OpenID");
        }
    }

    /** How sessions of the console are kept. */
    public SessionSettings sessions() {
        return doors().sessions();
    }

    /** The account with this name; throws CREDENTIALS_WRONG or ACCOUNT_SUSPENDED. */
    public Caller byName(String username) {
        return lifecycle.master().users().byName(username);
    }

    /** The account of a session that logged in earlier; throws CREDENTIALS_WRONG when it has ended, or ACCOUNT_SUSPENDED. */
    public Caller bySession(long userId, int epoch) {
        return lifecycle.master().users().bySession(userId, epoch);
    }

    /** Checks a personal access token; throws CREDENTIALS_WRONG, TOKEN_EXPIRED, ACCOUNT_SUSPENDED or TRIES_TOO_MANY. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Caller byToken(String token, ClientNetwork from) {
        return doors().logIn().byToken(token, from);
    }

    /** Notes that something was refused to who came with a token; of interest is one that was given to a runner for a job. */
    public void refused(String token, ProblemException refusal) {
        lifecycle.master().refusedCalls().ofJob(token, refusal);
    }

    /** Notes that somebody leaves the console, whose session ends. */
    public void leave(Caller caller) {
        audit().done(caller, Deed.of(Act.LOGOUT, caller.username()));
    }

    /** Makes a token for the caller, or, when an administrator calls, for any user. */
    public IssuedToken issueToken(Caller caller, String username, String name, Set<Grant> grants, Duration lifetime) {
        Deed deed = Deed.of(Act.TOKEN_CREATED, "")
                .with("owner", username)
                .with("name", name)
                .with("grants", Grant.join(grants));
        return audit().act(
                        caller,
                        deed,
                        () -> lifecycle.master().tokens().issue(caller, username, name, grants, lifetime),
                        token -> deed.on(token.id()).with("expires", token.expires()));
    }

    /** The caller's access tokens, newest first. */
    public List<AccessToken> tokens(Caller caller) {
        return lifecycle.master().tokens().list(caller);
    }

    /** Takes one of the caller's access tokens back; throws TOKEN_UNKNOWN when it is none of them. */
    public void revokeToken(Caller caller, long id) {
        audit().act(
                        caller,
                        Deed.of(Act.TOKEN_REVOKED, id),
                        () -> lifecycle.master().tokens().revoke(caller, id));
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
        Deed deed = Deed.of(Act.SSH_KEY_ADDED, "").with("name", name);
        return audit().act(
                        caller,
                        deed,
                        () -> lifecycle.master().sshKeys().add(caller, text, name),
                        key -> deed.on(key.id())
                                .with("fingerprint", key.fingerprint())
                                .with("name", key.name()));
    }

    /** Removes one of the caller's public ssh keys; throws SSH_KEY_UNKNOWN when it is none of them. */
    public void removeSshKey(Caller caller, long id) {
        audit().act(
                        caller,
                        Deed.of(Act.SSH_KEY_REMOVED, id),
                        () -> lifecycle.master().sshKeys().remove(caller, id));
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }

    private Doors doors() {
        return lifecycle.master().doors();
    }
}
