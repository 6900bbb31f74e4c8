// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Origin.Way;
import io.slipway.master.account.AboutUser;
import io.slipway.master.account.Profile;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.identity.Identity;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.master.identity.Person;
import io.slipway.master.limit.ClientNetwork;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.util.List;
import java.util.Optional;

/** What users keep in their own account: who they are, the password, and by which OpenID providers' accounts they log in. */
@Stateless
@Interceptors(StoreGuard.class)
public class OwnAccounts {
    @EJB
    private MasterLifecycle lifecycle;

    public Profile profile(Caller caller) {
        return lifecycle.master().ownAccount().profile(caller);
    }

    /** Changes what the caller's account says of the caller; throws EMAIL_TAKEN. */
    public Profile describe(Caller caller, AboutUser about) {
        return audit().act(
                        caller,
                        Deed.of(Act.PROFILE_CHANGED, caller.username()).with("email", about.email()),
                        () -> lifecycle.master().ownAccount().describe(caller, about));
    }

    /** Changes the caller's password; every session but the one that goes on with what is given back ends. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Login changePassword(Caller caller, String old, String wanted) {
        return audit().refusals(
                        caller,
                        Deed.of(Act.PASSWORD_CHANGED, caller.username()),
                        () -> lifecycle.master().ownAccount().changePassword(caller, old, wanted));
    }

    /**
     * Changes a one-time password that somebody has just logged in with.
     *
     * @param epoch of the login
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Login replaceOneTimePassword(long userId, int epoch, String wanted, Origin origin) {
        Deed deed = Deed.of(Act.PASSWORD_CHANGED, "").with("account-id", userId);
        return audit().refusals(
                        Caller.ANONYMOUS.from(origin),
                        deed,
                        () -> lifecycle.master().ownAccount().replaceOneTimePassword(userId, epoch, wanted, origin));
    }

    /** The OpenID provider by which people log in. */
    public Optional<OpenIdSettings> openId() {
        return lifecycle.openId();
    }

    /** Logs in a person of whom the OpenID provider has told; throws IDENTITY_UNKNOWN or ACCOUNT_SUSPENDED. */
    public Login enter(Person person, ClientNetwork from) {
        boolean createsAccounts =
                lifecycle.openId().map(OpenIdSettings::createsAccounts).orElse(false);
        Caller nobody = Caller.ANONYMOUS.from(new Origin(Way.NONE, from.text()));
        Deed deed =
                Deed.of(Act.LOGIN_FAILED, "").with("issuer", person.issuer()).with("subject", person.subject());
        Login login = audit().refusals(
                        nobody, deed, () -> lifecycle.master().identities().enter(person, createsAccounts));
        lifecycle.master().doors().logIn().came(login, from);
        return login;
    }

    /** Has the caller log in by that account of the OpenID provider too; throws IDENTITY_TAKEN. */
    public void link(Caller caller, Person person) {
        audit().act(
                        caller,
                        identity(Act.IDENTITY_LINKED, caller, person.issuer(), person.subject()),
                        () -> lifecycle.master().identities().link(caller, person));
    }

    /** The OpenID providers' accounts that are linked to the caller's, oldest first. */
    public List<Identity> identities(Caller caller) {
        return lifecycle.master().identities().list(caller);
    }

    /** Removes such a link; throws LOGIN_LAST when there would be no login left. */
    public void unlink(Caller caller, String issuer, String subject) {
        audit().act(
                        caller,
                        identity(Act.IDENTITY_UNLINKED, caller, issuer, subject),
                        () -> lifecycle.master().identities().unlink(caller, issuer, subject));
    }

    private static Deed identity(Act act, Caller caller, String issuer, String subject) {
        return Deed.of(act, caller.username()).with("issuer", issuer).with("subject", subject);
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
