// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.master.message.Keyring;
import io.slipway.master.message.Messages;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the stream of events and has them applied, batch by batch, until its thread is interrupted.
 *
 * <p>A batch is acknowledged after it was applied; while the database is away it is held and tried again, with growing pauses, before
 * anything else is read. What was not acknowledged comes again.
 */
public final class EventLoop implements Runnable {
    private static final Logger LOG = System.getLogger(EventLoop.class.getName());
    /** Envelopes of each runner; in each is what it has told at once. */
    private static final int MOST = 100;

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Messages messages;
    private final Keyring keyring;
    private final ApplyEvents apply;
    private final Clock clock;
    private volatile Instant currentSince;
    private List<Received<RunnerEvent>> held = List.of();

    /** @param keyring of the runners whose events are taken */
    public EventLoop(Messages messages, Keyring keyring, ApplyEvents apply, Clock clock) {
        this.messages = messages;
        this.keyring = keyring;
        this.apply = apply;
        this.clock = clock;
    }

    /**
     * Since when every event was read soon after it came; empty while there are more than are read at once, or none can be read.
     * What runners said before is not known for sure to have been heard.
     */
    public Optional<Instant> currentSince() {
        return Optional.ofNullable(currentSince);
    }

    @Override
    public void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                round();
                pause = FIRST_PAUSE_MILLIS;
            } catch (RuntimeException e) {
                currentSince = null;
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                LOG.log(Level.WARNING, "Reading events; trying again in " + pause + " ms: " + e.getMessage(), e);
                sleep(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            }
        }
    }

    private void round() {
        MessageStream<RunnerEvent> events = messages.events(keyring, keyring::runners);
        if (held.isEmpty()) {
            held = events.receive(MOST, WAIT);
        }
        long envelopes = held.stream().map(Received::id).distinct().count();
        if (envelopes > 0) {
            apply.apply(held.stream().map(Received::message).toList());
            List<Received<RunnerEvent>> applied = held;
            held = List.of();
            events.acknowledge(applied);
        }
        if (envelopes >= MOST) {
            currentSince = null;
        } else if (currentSince == null) {
            currentSince = clock.instant();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
