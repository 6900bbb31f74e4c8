// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.master.store.Database;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Applies a batch of events in two transactions: the heartbeats, which lock no job, and all that is about attempts.
 *
 * <p>When a batch does not go through, its events are applied one by one; one that still does not is logged and dropped, so that it
 * never keeps others waiting. When the database is away, nothing is dropped: the exception goes to the caller, who tries again.
 */
public final class ApplyEvents {
    private static final Logger LOG = System.getLogger(ApplyEvents.class.getName());

    private final Heartbeats heartbeats;
    private final AttemptEvents attemptEvents;
    private final Transaction transaction;
    private final Database database;
    private final Runnable credit;
    private final LongAdder dropped = new LongAdder();

    /** @param credit is told after the commit that a runner may have free slots */
    public ApplyEvents(
            Heartbeats heartbeats,
            AttemptEvents attemptEvents,
            Transaction transaction,
            Database database,
            Runnable credit) {
        this.heartbeats = heartbeats;
        this.attemptEvents = attemptEvents;
        this.transaction = transaction;
        this.database = database;
        this.credit = credit;
    }

    /** Applies events in order; applying them again changes nothing. */
    public void apply(List<RunnerEvent> events) {
        List<RunnerEvent> ofRunners = new ArrayList<>();
        List<AttemptEvent> ofAttempts = new ArrayList<>();
        for (RunnerEvent event : events) {
            if (event instanceof AttemptEvent attemptEvent) {
                ofAttempts.add(attemptEvent);
            } else {
                ofRunners.add(event);
            }
        }
        try {
            together(ofRunners, ofAttempts);
        } catch (RuntimeException e) {
            if (events.size() > 1) {
                LOG.log(Level.WARNING, "Applying " + events.size() + " events at once; trying one by one", e);
                requireDatabase();
                events.forEach(event -> apply(List.of(event)));
            } else {
                requireDatabase();
                dropped.increment();
                LOG.log(Level.ERROR, "Dropping an event that cannot be applied: " + events, e);
            }
        }
    }

    /** How many events were dropped since the start because they could not be applied. */
    public long dropped() {
        return dropped.sum();
    }

    private void together(List<RunnerEvent> ofRunners, List<AttemptEvent> ofAttempts) {
        if (!ofRunners.isEmpty()) {
            transaction.separate(() -> heartbeats.apply(ofRunners));
            credit.run();
        }
        if (!ofAttempts.isEmpty()) {
            transaction.separate(() -> attemptEvents.apply(ofAttempts));
        }
    }

    /** Throws when the database is away. */
    private void requireDatabase() {
        transaction.separate(database::answers);
    }
}
