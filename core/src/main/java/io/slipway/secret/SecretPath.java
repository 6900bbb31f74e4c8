// SPDX-License-Identifier: Apache-2.0
package io.slipway.secret;

import java.util.Arrays;

/**
 * Where a file secret is written in the guest: absolute, or below the home folder when it begins with {@code ~/} or is relative.
 *
 * @param value as its owner wrote it
 */
public record SecretPath(String value) {
    public static final int LONGEST = 512;

    /** For sentences, behind what was found. */
    public static final String RULE =
            ("1 to %d characters in one line are allowed that name a file: `/etc/file`, `~/file` or `folder/file`, without `..`")
                    .formatted(LONGEST);

    private static final String HOME = "~/";

    public SecretPath {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("path of a secret: " + RULE);
        }
    }

    /** Whether a file can have this path. */
    public static boolean isLegal(String text) {
        String inside = text.startsWith(HOME) ? text.substring(HOME.length()) : text;
        return text.codePointCount(0, text.length()) <= LONGEST
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF)
                && !inside.isBlank()
                && !text.endsWith("/")
                && !text.endsWith("/.")
                && !inside.equals(".")
                && !inside.startsWith("~")
                && Arrays.stream(text.split("/")).noneMatch(".."::equals);
    }

    /** Whether it is meant from the root, and not from the home folder. */
    public boolean isAbsolute() {
        return value.startsWith("/");
    }

    /** Without {@code ~/}: absolute, or below the home folder. */
    public String path() {
        return value.startsWith(HOME) ? value.substring(HOME.length()).replaceFirst("^/+", "") : value;
    }

    @Override
    public String toString() {
        return value;
    }
}
