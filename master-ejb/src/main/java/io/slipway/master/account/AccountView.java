// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import io.slipway.master.access.Role;
import io.slipway.master.store.UserStore.UserRow;
import java.time.Instant;

/**
 * An account as administrators see it.
 *
 * @param email empty for none
 * @param hasPassword whether there is a login by name and password
 * @param passwordExpires until when a one-time password can be changed for one of the user's own; null for the latter
 * @param suspended since when; null when not
 * @param notice why; empty when not suspended
 * @param twoStep whether the login asks for a code too
 */
public record AccountView(
        long id,
        String name,
        Role role,
        String email,
        boolean hasPassword,
        Instant passwordExpires,
        Instant suspended,
        String notice,
        Instant created,
        boolean twoStep) {
    static AccountView of(UserRow row) {
        return new AccountView(
                row.id(),
                row.name(),
                Role.ofWord(row.role()),
                row.description().email() == null ? "" : row.description().email(),
                row.password() != null,
                row.passwordExpires(),
                row.suspended(),
                row.notice(),
                row.created(),
                row.twoStep());
    }

    public boolean isSuspended() {
        return suspended != null;
    }
}
