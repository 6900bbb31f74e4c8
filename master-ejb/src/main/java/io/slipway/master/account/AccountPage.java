// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import java.util.List;

/**
 * One page of the list of accounts, by name.
 *
 * @param next name of the first account of the next page; empty on the last
 * @param total how many accounts the whole list has
 */
public record AccountPage(List<AccountView> accounts, String next, long total) {
    /** How many accounts a page has. */
    public static final int SIZE = 50;

    public AccountPage {
        accounts = List.copyOf(accounts);
    }
}
