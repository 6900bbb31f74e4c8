// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls, and what the caller may do.
 *
 * @param userId 0 for nobody in particular
 * @param username without tilde; empty for nobody in particular
 * @param administrator may see and end every job
 * @param grants what the login or token allows
 */
public record Caller(long userId, String username, boolean administrator, Set<Grant> grants) {
    /** Somebody who gave no credentials. */
    public static final Caller ANONYMOUS = new Caller(0, "", false, Set.of());

    public Caller {
        grants = Set.copyOf(grants);
    }

    /** Somebody who logged in to the console: may do everything that the account may. */
    public static Caller loggedIn(long userId, String username, boolean administrator) {
        Set<Grant> all = EnumSet.allOf(Grant.Scope.class).stream()
                .map(scope -> new Grant(scope, Grant.Access.RW))
                .collect(Collectors.toSet());
        return new Caller(userId, username, administrator, all);
    }

    public boolean isAnonymous() {
        return userId == 0;
    }

    public boolean may(Grant needed) {
        return grants.stream().anyMatch(grant -> grant.covers(needed));
    }
}
