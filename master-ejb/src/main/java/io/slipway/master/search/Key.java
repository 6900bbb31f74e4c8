// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What of a job a term is held against. */
public enum Key {
    /** A part of the note, whatever the case of its letters; it has no word, because a word without a key means it. */
    NOTE(""),
    /** The status, whole. */
    STATUS("status"),
    /** A part of the image's name, whatever the case of its letters. */
    IMAGE("image"),
    /** A part of the tags, joined by slashes, whatever the case of their letters. */
    TAGS("tags");

    private final String word;

    Key(String word) {
        this.word = word;
    }

    /** What stands before the colon; empty for {@link #NOTE}. */
    public String word() {
        return word;
    }

    static Optional<Key> ofWord(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(key -> key != NOTE && key.word.equals(small))
                .findFirst();
    }
}
