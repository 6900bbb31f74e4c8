// SPDX-License-Identifier: Apache-2.0
package io.slipway.pace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The set of what was done lately, so that it is not done again at once: each leaves it by itself. Safe for many threads. */
public final class Lately<T> {
    private final Duration pause;
    private final Clock clock;
    private final Newest<T, Instant> done;

    /**
     * @param pause how long each stays
     * @param most how many are remembered; of more the eldest is forgotten
     */
    public Lately(Duration pause, int most, Clock clock) {
        this.pause = pause;
        this.clock = clock;
        this.done = Newest.byAge(most);
    }

    /** @return false when it was there, and stays as it is */
    public synchronized boolean add(T what) {
        if (contains(what)) {
            return false;
        }
        done.remove(what);
        done.put(what, clock.instant());
        return true;
    }

    public synchronized boolean contains(T what) {
        Instant since = done.get(what);
        return since != null && clock.instant().isBefore(since.plus(pause));
    }
}
