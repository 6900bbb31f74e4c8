// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.account.AboutUser;
import io.slipway.master.account.Profile;
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
        return lifecycle.master().ownAccount().describe(caller, about);
    }

    /** Changes the caller's password; every session but the one that goes on with what is given back ends. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Login changePassword(Caller caller, String old, String wanted) {
        return lifecycle.master().ownAccount().changePassword(caller, old, wanted);
    }

    /**
     * Changes a one-time password that somebody has just logged in with.
     *
     * @param epoch of the login
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Login replaceOneTimePassword(long userId, int epoch, String wanted) {
        return lifecycle.master().ownAccount().replaceOneTimePassword(userId, epoch, wanted);
    }

    /** The OpenID provider by which people log in. */
    public Optional<OpenIdSettings> openId() {
        return lifecycle.openId();
    }

    /** Logs in a person of whom the OpenID provider has told; throws IDENTITY_UNKNOWN or ACCOUNT_SUSPENDED. */
    public Login enter(Person person, ClientNetwork from) {
        boolean createsAccounts =
                lifecycle.openId().map(OpenIdSettings::createsAccounts).orElse(false);
        Login login = lifecycle.master().identities().enter(person, createsAccounts);
        lifecycle.master().doors().logIn().came(login, from);
        return login;
    }

    /** Has the caller log in by that account of the OpenID provider too; throws IDENTITY_TAKEN. */
    public void link(Caller caller, Person person) {
        lifecycle.master().identities().link(caller, person);
    }

    /** The OpenID providers' accounts that are linked to the caller's, oldest first. */
    public List<Identity> identities(Caller caller) {
        return lifecycle.master().identities().list(caller);
    }

    /** Removes such a link; throws LOGIN_LAST when there would be no login left. */
    public void unlink(Caller caller, String issuer, String subject) {
        lifecycle.master().identities().unlink(caller, issuer, subject);
    }
}
