// SPDX-License-Identifier: Apache-2.0
package io.slipway.pace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that stands until it is moved, or made to run. */
public final class SettableClock extends Clock {
    private volatile Instant now;
    private volatile boolean running;
    private volatile Duration ahead = Duration.ZERO;

    /** Stands at this moment. */
    public SettableClock() {
        this(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    public SettableClock(Instant now) {
        this.now = now;
    }

    /** Shows the time from now on. */
    public void run() {
        ahead = Duration.ZERO;
        running = true;
    }

    /** Also while it runs: it goes ahead of the time from then on. */
    public void advance(Duration duration) {
        now = now.plus(duration);
        ahead = ahead.plus(duration);
    }

    @Override
    public Instant instant() {
        return running ? Instant.now().plus(ahead) : now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
