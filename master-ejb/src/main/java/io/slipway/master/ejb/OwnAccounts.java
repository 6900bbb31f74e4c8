// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.account.AboutUser;
import io.slipway.master.account.Profile;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;

/** What users keep in their own account: who they are, and the password. */
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
}
