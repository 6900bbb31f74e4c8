// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.pace.Newest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Lets pass so many of the same within a minute, and counts the others. Safe for many threads. */
final class Repeated {
    static final int MOST = 20;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int REMEMBERED = 5_000;

    private final Clock clock;
    private final Map<String, Count> counts = Newest.byAge(REMEMBERED);

    Repeated(Clock clock) {
        this.clock = clock;
    }

    /** How many were left out since the last that passed; empty when this one does not pass. */
    synchronized Optional<Integer> next(String same) {
        Instant now = clock.instant();
        Count count = counts.get(same);
        if (count == null || !now.isBefore(count.since.plus(WINDOW))) {
            counts.remove(same);
            counts.put(same, new Count(now));
            return Optional.of(count == null ? 0 : count.leftOut);
        }
        if (count.passed < MOST) {
            count.passed++;
            return Optional.of(0);
        }
        count.leftOut++;
        return Optional.empty();
    }

    private static final class Count {
        private final Instant since;
        private int passed = 1;
        private int leftOut;

        Count(Instant since) {
            this.since = since;
        }
    }
}
