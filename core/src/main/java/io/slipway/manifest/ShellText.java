// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.regex.Pattern;

/** Text as a shell of the POSIX family takes it: one word, whatever is in it. */
public final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellText() {}

    /** The text as it is when no shell does anything with it, else in single quotes. */
    public static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : inQuotes(text);
    }

    static String inQuotes(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
