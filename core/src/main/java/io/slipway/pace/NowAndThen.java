// SPDX-License-Identifier: Apache-2.0
package io.slipway.pace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says whether something is due that is done now and then. It is at first, and until it rests. For one thread. */
public final class NowAndThen {
    private final Duration pause;
    private final Clock clock;
    private Instant next = Instant.MIN;

    /** @param pause how long it rests */
    public NowAndThen(Duration pause, Clock clock) {
        this.pause = pause;
        this.clock = clock;
    }

    public boolean isDue() {
        return !next.isAfter(clock.instant());
    }

    /** It is due again after the pause. */
    public void rest() {
        next = clock.instant().plus(pause);
    }
}
