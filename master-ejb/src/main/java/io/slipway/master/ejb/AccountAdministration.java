// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Role;
import io.slipway.master.account.AccountPage;
import io.slipway.master.account.AccountView;
import io.slipway.master.account.Administration;
import io.slipway.master.account.NewAccount;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;

/** The accounts, for administrators. */
@Stateless
@Interceptors(StoreGuard.class)
public class AccountAdministration {
    @EJB
    private MasterLifecycle lifecycle;

    /**
     * Lists accounts by name.
     *
     * @param search what name or e-mail address contain; empty for all
     * @param start name of the first account to list; empty for the first of all
     */
    public AccountPage list(Caller caller, String search, String start) {
        return administration().list(caller, search, start);
    }

    /** One account; throws ACCOUNT_UNKNOWN. */
    public AccountView find(Caller caller, String name) {
        return administration().find(caller, name);
    }

    /**
     * Makes an account with a one-time password; throws ACCOUNT_TAKEN or EMAIL_TAKEN.
     *
     * @param email empty for none
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public NewAccount create(Caller caller, String name, String email, Role role) {
        return administration().create(caller, name, email, role);
    }

    /** Gives an account another role; throws ADMINISTRATOR_LAST. */
    public AccountView changeRole(Caller caller, String name, Role role) {
        return administration().changeRole(caller, name, role);
    }

    /** Suspends an account; throws ACCOUNT_OWN for the caller's. */
    public AccountView suspend(Caller caller, String name, String notice, boolean cancelJobs) {
        return administration().suspend(caller, name, notice, cancelJobs);
    }

    public AccountView resume(Caller caller, String name) {
        return administration().resume(caller, name);
    }

    /** Gives an account a one-time password; throws ACCOUNT_OWN for the caller's. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public NewAccount resetPassword(Caller caller, String name) {
        return administration().resetPassword(caller, name);
    }

    private Administration administration() {
        return lifecycle.master().administration();
    }
}
