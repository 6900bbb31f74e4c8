// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Work that a thread does again whenever it is woken, and after a pause as a safety net. What throws is logged; the rest of the round goes
 * on, and the next one comes.
 */
final class Rounds implements Runnable {
    private static final Logger LOG = System.getLogger(Rounds.class.getName());

    private final String name;
    private final Duration pause;
    private final List<Runnable> parts;
    private final Semaphore woken = new Semaphore(0);

    /** @param parts in their order */
    Rounds(String name, Duration pause, Runnable... parts) {
        this.name = name;
        this.pause = pause;
        this.parts = List.of(parts);
    }

    /** Asks for a round; one that is asked for while a round runs begins after it. */
    void wake() {
        woken.release();
    }

    /** Goes on until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                once();
                if (woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round, on the calling thread. */
    void once() {
        parts.forEach(this::once);
    }

    private void once(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            // What is short now, memory or stack, may be there again in the next round; without its thread there is
            // none.
            Level level = e instanceof Error ? Level.ERROR : Level.WARNING;
            LOG.log(level, "Round of " + name + "; the next one comes in " + pause, e);
        }
    }
}
