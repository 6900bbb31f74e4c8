// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import java.time.Duration;
import java.util.Random;

/** How long after a try the next one comes: about twice as long each time, up to half an hour, and never for all at the same moment. */
final class Backoff {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int MOST_DOUBLINGS = 20;
    private static final double LEAST = 0.75;
    private static final double SPREAD = 0.5;

    private final Duration first;
    private final Random random;

    Backoff(Duration first, Random random) {
        this.first = first;
        this.random = random;
    }

    /** @param tries how many there were */
    Duration after(int tries) {
        Duration doubled = first.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        Duration whole = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return Duration.ofMillis((long) (whole.toMillis() * (LEAST + SPREAD * random.nextDouble())));
    }
}
