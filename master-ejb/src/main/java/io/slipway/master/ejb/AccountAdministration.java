// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Role;
import io.slipway.master.account.AccountPage;
import io.slipway.master.account.AccountView;
import io.slipway.master.account.Administration;
import io.slipway.master.account.NewAccount;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
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
        return audit().refusals(
                        caller,
                        Deed.of(Act.ACCOUNT_CREATED, name).with("role", role.word()),
                        () -> administration().create(caller, name, email, role));
    }

    /** Gives an account another role; throws ADMINISTRATOR_LAST. */
    public AccountView changeRole(Caller caller, String name, Role role) {
        return audit().act(
                        caller,
                        Deed.of(Act.ROLE_CHANGED, name).with("role", role.word()),
                        () -> administration().changeRole(caller, name, role));
    }

    /** Suspends an account; throws ACCOUNT_OWN for the caller's. */
    public AccountView suspend(Caller caller, String name, String notice, boolean cancelJobs) {
        return audit().act(
                        caller,
                        Deed.of(Act.ACCOUNT_SUSPENDED, name)
                                .with("notice", notice)
                                .with("cancel-jobs", cancelJobs),
                        () -> administration().suspend(caller, name, notice, cancelJobs));
    }

    public AccountView resume(Caller caller, String name) {
        return audit().act(
                        caller,
                        Deed.of(Act.ACCOUNT_RESUMED, name),
                        () -> administration().resume(caller, name));
    }

    /** Gives an account a one-time password; throws ACCOUNT_OWN for the caller's. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public NewAccount resetPassword(Caller caller, String name) {
        return audit().refusals(
                        caller,
                        Deed.of(Act.PASSWORD_RESET, name),
                        () -> administration().resetPassword(caller, name));
    }

    private Administration administration() {
        return lifecycle.master().administration();
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
