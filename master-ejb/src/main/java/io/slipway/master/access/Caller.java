// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls, and what the caller may do.
 *
 * @param userId 0 for nobody in particular
 * @param username without tilde; empty for nobody in particular
 * @param role of the account
 * @param grants what the login or token allows
 * @param job whether it is a job that calls, with the token that was made for its attempt
 * @param origin how the caller came in
 */
public record Caller(long userId, String username, Role role, Set<Grant> grants, boolean job, Origin origin) {
    /** Somebody who gave no credentials. */
    public static final Caller ANONYMOUS = new Caller(0, "", Role.USER, Set.of());

    /** The master itself, which nobody has asked. */
    public static final Caller SYSTEM = ANONYMOUS.from(new Origin(Origin.Way.SYSTEM, ""));

    private static final Set<Grant> ALL = EnumSet.allOf(Grant.Scope.class).stream()
            .map(scope -> new Grant(scope, Grant.Access.RW))
            .collect(Collectors.toUnmodifiableSet());

    /** What there is to come to: who has it all may make whatever token, so that the audit log opens nothing more. */
    private static final Set<Grant> EVERYTHING =
            ALL.stream().filter(grant -> grant.scope() != Grant.Scope.AUDIT).collect(Collectors.toUnmodifiableSet());

    public Caller {
        requireNonNull(role, "role");
        requireNonNull(origin, "origin");
        grants = Set.copyOf(grants);
    }

    /** Somebody with a login or an access token. */
    public Caller(long userId, String username, Role role, Set<Grant> grants) {
        this(userId, username, role, grants, false, Origin.UNKNOWN);
    }

    /** A user, or an administrator. */
    public Caller(long userId, String username, boolean administrator, Set<Grant> grants) {
        this(userId, username, administrator ? Role.ADMINISTRATOR : Role.USER, grants);
    }

    /** Somebody who logged in to the console: may do everything that the account may. */
    public static Caller loggedIn(long userId, String username, Role role) {
        return new Caller(userId, username, role, ALL);
    }

    /** A user, or an administrator, who logged in to the console. */
    public static Caller loggedIn(long userId, String username, boolean administrator) {
        return new Caller(userId, username, administrator, ALL);
    }

    /** May see and end every job, and keeps the accounts. */
    public boolean administrator() {
        return role == Role.ADMINISTRATOR;
    }

    /** A job that comes with its token: never with the rights of an administrator. */
    public static Caller job(long userId, String username, Set<Grant> grants) {
        return new Caller(userId, username, Role.USER, grants, true, Origin.UNKNOWN);
    }

    /** The same, who came in like this. */
    public Caller from(Origin came) {
        return new Caller(userId, username, role, grants, job, came);
    }

    /** Whether nothing that the account may do is kept from the caller, as it is from jobs, and from who comes with a token of few scopes. */
    public boolean mayEverything() {
        return !job && EVERYTHING.stream().allMatch(this::may);
    }

    public boolean isAnonymous() {
        return userId == 0;
    }

    public boolean may(Grant needed) {
        return grants.stream().anyMatch(grant -> grant.covers(needed));
    }
}
