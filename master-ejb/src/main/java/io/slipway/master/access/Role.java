// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import java.util.Locale;

/** What an account may do beyond what is its own. */
public enum Role {
    /** Has jobs, secrets, keys and tokens. */
    USER,
    /** Also sees and ends everybody's jobs, operates the runners' batch jobs, and keeps the accounts. */
    ADMINISTRATOR;

    /** As people and the database write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException with a sentence, when there is no such role */
    public static Role ofWord(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role `%s`: `user` and `administrator` are allowed".formatted(word));
    }
}
