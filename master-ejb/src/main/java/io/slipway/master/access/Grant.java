// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A right to use one part of the API, written {@code JOBS:RO} or {@code JOBS:RW}.
 *
 * @param scope the part
 * @param access what may be done; {@code RW} contains {@code RO}
 */
public record Grant(Scope scope, Access access) {
    public Grant {
        requireNonNull(scope, "scope");
        requireNonNull(access, "access");
    }

    /**
     * Reads {@code JOBS}, {@code JOBS:RO}, {@code jobs:read} and the like; without access, {@code RO} is meant.
     *
     * @throws IllegalArgumentException with a sentence, when there is no such grant
     */
    public static Grant of(String text) {
        String[] parts = text.strip().toUpperCase(Locale.ROOT).split(":", 2);
        try {
            return new Grant(Scope.valueOf(parts[0]), parts.length == 1 ? Access.RO : access(parts[1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "grant `%s`: PROFILE, JOBS, LOGS, SECRETS or AUDIT with `:RO` or `:RW` is allowed".formatted(text),
                    e);
        }
    }

    /** Reads what {@link #join} has written. */
    public static Set<Grant> split(String grants) {
        return grants.isEmpty()
                ? Set.of()
                : Stream.of(grants.split(" ")).map(Grant::of).collect(toUnmodifiableSet());
    }

    /** Grants in one text, always the same one for the same grants. */
    public static String join(Collection<Grant> grants) {
        return grants.stream().map(Grant::toString).sorted().distinct().collect(joining(" "));
    }

    private static Access access(String text) {
        return switch (text) {
            case "READ" -> Access.RO;
            case "WRITE" -> Access.RW;
            default -> Access.valueOf(text);
        };
    }

    /** Whether who has this grant may do what {@code needed} allows. */
    public boolean covers(Grant needed) {
        return scope == needed.scope && access.compareTo(needed.access) >= 0;
    }

    @Override
    public String toString() {
        return scope + ":" + access;
    }

    /** A part of the API. */
    public enum Scope {
        /** One's own account. */
        PROFILE,
        /** Jobs, their manifests and artifacts. */
        JOBS,
        /** The logs of jobs. */
        LOGS,
        /** Secrets. */
        SECRETS,
        /** The audit log, for administrators. */
        AUDIT
    }

    /** What may be done with a part of the API. */
    public enum Access {
        /** Read. */
        RO,
        /** Read and write. */
        RW
    }
}
