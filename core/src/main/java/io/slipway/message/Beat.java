// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import java.util.Comparator;

/**
 * Where a word of a runner about itself stands among all that it says: what is said later is greater, whatever becomes of the runner's clock.
 * So the master knows one that was said before, and that somebody has put into Redis once more.
 *
 * @param session of the runner's process: greater with every start
 * @param number within the session, from 1
 */
public record Beat(long session, long number) implements Comparable<Beat> {
    private static final Comparator<Beat> ORDER =
            Comparator.comparingLong(Beat::session).thenComparingLong(Beat::number);

    public Beat {
        if (session < 1 || number < 1) {
            throw new IllegalArgumentException(
                    "beat %d of session %d: 1 or more is allowed for both".formatted(number, session));
        }
    }

    @Override
    public int compareTo(Beat other) {
        return ORDER.compare(this, other);
    }
}
