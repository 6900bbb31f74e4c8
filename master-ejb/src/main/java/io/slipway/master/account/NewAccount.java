// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

/**
 * An account that an administrator has made, or whose password was reset, with the password that is shown this once.
 *
 * @param password must be changed at the first login
 */
public record NewAccount(AccountView account, String password) {

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "account " + account.name();
    }
}
