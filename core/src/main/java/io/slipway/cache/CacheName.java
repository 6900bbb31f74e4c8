// SPDX-License-Identifier: Apache-2.0
package io.slipway.cache;

import java.util.regex.Pattern;

/** What a user calls a cache; each user has names of their own. */
public record CacheName(String value) {
    /** For sentences: what is allowed. */
    public static final String ALLOWED =
            "letters, digits, `_`, `.` and `-` are allowed, at most 64, a letter, digit or `_` first";

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    public CacheName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("cache name `%s`; %s".formatted(value, ALLOWED));
        }
    }

    public static boolean isLegal(String name) {
        return LEGAL.matcher(name).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
