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

    /** Stands at this moment. */
    public SettableClock() {
        this(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    public SettableClock(Instant now) {
        this.now = now;
    }

    /** Shows the time from now on. */
    public void run() {
        running = true;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return running ? Instant.now() : now;
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
