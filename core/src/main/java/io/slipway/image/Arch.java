// SPDX-License-Identifier: Apache-2.0
package io.slipway.image;

import java.util.regex.Pattern;

/**
 * The architecture of a guest, in the spelling of the image's vendor ({@code amd64} on Debian, {@code x86_64} on Alpine).
 *
 * @param value {@code default} stands for the one that the image itself names
 */
public record Arch(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    /** Whatever the image's {@code functions} file names as its own. */
    public static final Arch DEFAULT = new Arch("default");

    public Arch {
        if (!isLegal(value)) {
            throw new IllegalArgumentException(
                    "arch `%s`: letters, digits, `_` and `-` are allowed, at most 32".formatted(value));
        }
    }

    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    @Override
    public String toString() {
        return value;
    }
}
