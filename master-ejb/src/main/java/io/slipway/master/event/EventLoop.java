// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.slipway.job.RunnerName;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Messages;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import io.slipway.pace.NowAndThen;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the stream of events and has them applied, batch by batch, until its thread is interrupted.
 *
 * <p>A batch is acknowledged after it was applied; while the database is away it is held and tried again, with growing pauses, before
 * anything else is read. What was not acknowledged comes again.
 */
public final class EventLoop implements Runnable {
    private static final Logger LOG = System.getLogger(EventLoop.class.getName());
    /** Envelopes that are read at once, of all runners; in each is what a runner has told at once. */
    private static final int MOST = 100;
    /** As many of each runner, however many runners there are. */
    private static final int LEAST = 4;

    /** How long the number of runners is taken to be the same. */
    private static final Duration COUNTED = Duration.ofSeconds(10);

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Messages messages;
    private final Keyring keyring;
    private final ApplyEvents apply;
    private final Clock clock;
    private final Map<RunnerName, Instant> behind = new ConcurrentHashMap<>();
    private volatile Instant currentSince;
    private final NowAndThen counting;
    private int each = MOST;
    private List<Received<RunnerEvent>> held = List.of();

    /** @param keyring of the runners whose events are taken */
    public EventLoop(Messages messages, Keyring keyring, ApplyEvents apply, Clock clock) {
        this.messages = messages;
        this.keyring = keyring;
        this.apply = apply;
        this.clock = clock;
        this.counting = new NowAndThen(COUNTED, clock);
    }

    /**
     * Since when every event of a runner was read soon after it came; empty while none can be read. What it said before is not known for sure
     * to have been heard. Another runner that says more than is read at once changes nothing about it.
     */
    public Optional<Instant> currentSince(RunnerName runner) {
        Instant all = currentSince;
        Instant late = behind.getOrDefault(runner, Instant.MIN);
        return all == null ? Optional.empty() : Optional.of(late.isAfter(all) ? late : all);
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
        if (messages.opening().isOutdated()) {
            // What was read and cannot be opened would lie here; not read, another master has it.
            currentSince = null;
            sleep(LONGEST_PAUSE_MILLIS);
            return;
        }
        MessageStream<RunnerEvent> events = messages.events(keyring, keyring::runners);
        if (counting.isDue()) {
            counting.rest();
            each = Math.max(LEAST, MOST / Math.max(1, keyring.runners().size()));
        }
        if (held.isEmpty()) {
            held = events.receive(each, WAIT);
        }
        if (!held.isEmpty()) {
            apply.apply(held.stream().map(Received::message).toList());
            List<Received<RunnerEvent>> applied = held;
            held = List.of();
            events.acknowledge(applied);
            noteWhoIsBehind(applied);
        }
        if (currentSince == null) {
            currentSince = clock.instant();
        }
    }

    /** Of whom as many envelopes came as were asked for, there are more. */
    private void noteWhoIsBehind(List<Received<RunnerEvent>> received) {
        Instant now = clock.instant();
        received.stream()
                .collect(groupingBy(event -> event.message().runner(), mapping(Received::id, toSet())))
                .forEach((runner, envelopes) -> {
                    if (envelopes.size() >= each) {
                        behind.put(runner, now);
                    }
                });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
