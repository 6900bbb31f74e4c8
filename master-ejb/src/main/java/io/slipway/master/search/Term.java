// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.search;

import static java.util.Objects.requireNonNull;

/**
 * One condition of a search.
 *
 * @param text what is looked for, not empty; for {@link Key#STATUS} the word of a status
 * @param negated whether jobs are meant for which it does not hold
 */
public record Term(Key key, String text, boolean negated) {
    public Term {
        requireNonNull(key, "key");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a term of key %s looks for nothing".formatted(key));
        }
    }

    /** As it can be written, in quotes. */
    @Override
    public String toString() {
        String quoted = '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return (negated ? "!" : "") + (key == Key.NOTE ? "" : key.word() + ":") + quoted;
    }
}
