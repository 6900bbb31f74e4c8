// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many guests of one kind attempts ask for at once. Not safe for many threads. */
final class Demand {
    /** About as long as it takes to make another guest ready: who asks within it finds none that was made meanwhile. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final Duration REMEMBERED = Duration.ofMinutes(30);
    private static final int MOST = 10_000;

    private final Deque<Instant> asked = new ArrayDeque<>();

    void ask(Instant now) {
        asked.add(now);
        if (asked.size() > MOST) {
            asked.poll();
        }
    }

    /** The most that were asked for within 10 seconds, in the last 30 minutes. */
    int peak(Instant now) {
        while (!asked.isEmpty() && asked.peek().isBefore(now.minus(REMEMBERED))) {
            asked.poll();
        }
        Deque<Instant> together = new ArrayDeque<>();
        int peak = 0;
        for (Instant one : asked) {
            together.add(one);
            while (together.peek().isBefore(one.minus(AT_ONCE))) {
                together.poll();
            }
            peak = Math.max(peak, together.size());
        }
        return peak;
    }
}
