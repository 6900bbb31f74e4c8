// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

/** A report has more than anybody would read, or nests so that reading it costs too much. */
final class TooMuchException extends RuntimeException {
    private static final int MOST_DEPTH = 32;

    TooMuchException(String found) {
        super(found, null, false, false);
    }

    /** @param depth of an element */
    static void check(int depth) {
        if (depth > MOST_DEPTH) {
            throw new TooMuchException("it nests deeper than %d levels".formatted(MOST_DEPTH));
        }
    }
}
