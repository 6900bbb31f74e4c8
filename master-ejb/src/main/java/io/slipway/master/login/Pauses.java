// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.login;

import io.slipway.error.TriesException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Has somebody wait, but only so many at once: each of them holds a thread. */
final class Pauses {
    private static final int MOST_AT_ONCE = 16;

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Duration pause;
    private final Sleep sleep;

    /** How a thread waits. */
    @FunctionalInterface
    interface Sleep {
        void during(Duration duration) throws InterruptedException;
    }

    Pauses(Duration pause, Sleep sleep) {
        this.pause = pause;
        this.sleep = sleep;
    }

    /** @throws TriesException when too many wait already */
    void await(String doing) {
        if (pause.isZero()) {
            return;
        }
        if (!places.tryAcquire()) {
            throw busy(doing);
        }
        try {
            sleep.during(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(doing);
        } finally {
            places.release();
        }
    }

    private TriesException busy(String doing) {
        Duration after = Duration.ofSeconds(Math.max(1, pause.toSeconds()));
        return new TriesException(
                "%s: many passwords are tried for this account; try again in %d s".formatted(doing, after.toSeconds()),
                after);
    }
}
