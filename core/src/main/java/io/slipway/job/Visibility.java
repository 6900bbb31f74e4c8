// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

import java.util.Locale;

/** Who may see a job. */
public enum Visibility {
    /** Everybody, and it is listed on its owner's page. */
    PUBLIC,
    /** Everybody who has the address. */
    UNLISTED,
    /** Its owner and administrators. */
    PRIVATE;

    /** The word that database, REST and people use: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no visibility has this word */
    public static Visibility ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
