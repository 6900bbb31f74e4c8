// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import io.slipway.master.access.Role;
import io.slipway.master.store.UserStore.UserRow;
import java.time.Instant;

/**
 * An account as its user sees it.
 *
 * @param email empty for none
 * @param hasPassword whether the user can log in by name and password
 */
public record Profile(
        long id,
        String username,
        Role role,
        String email,
        String url,
        String location,
        String bio,
        boolean hasPassword,
        Instant created,
        Instant updated) {
    static Profile of(UserRow row) {
        return new Profile(
                row.id(),
                row.name(),
                Role.ofWord(row.role()),
                row.description().email() == null ? "" : row.description().email(),
                row.description().url(),
                row.description().location(),
                row.description().bio(),
                row.password() != null,
                row.created(),
                row.updated());
    }
}
