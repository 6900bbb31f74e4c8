// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.Problem;
import io.slipway.master.store.Database;
import io.slipway.master.store.StoreException;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import io.slipway.message.RunnerEvent.KeysOffered;
import io.slipway.message.RunnerEvent.OwnWord;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Applies a batch of events in transactions of their own: the heartbeats, which move no job, all that is about
 * attempts, what the batch operator sees, and which ssh keys were used.
 *
 * <p>When those of one transaction do not go through, they are applied one by one, each up to three times; one that still does not is
 * logged and dropped, so that it never keeps others waiting. What fails because the database is away, or because of what becomes of the
 * connection to it, is no fault of the event: nothing is dropped then, the exception goes to the caller, who tries again.
 */
public final class ApplyEvents {
    private static final Logger LOG = System.getLogger(ApplyEvents.class.getName());
    private static final int TRIES = 3;

    private final Heartbeats heartbeats;
    private final AttemptEvents attemptEvents;
    private final ExecutionEvents executionEvents;
    private final SshKeyEvents sshKeyEvents;
    private final KeyEvents keyEvents;
    private final Transaction transaction;
    private final Database database;
    private final Runnable credit;
    private final LongAdder dropped = new LongAdder();

    /** @param credit is told after the commit that a runner may have free slots */
    public ApplyEvents(
            Heartbeats heartbeats,
            AttemptEvents attemptEvents,
            ExecutionEvents executionEvents,
            SshKeyEvents sshKeyEvents,
            KeyEvents keyEvents,
            Transaction transaction,
            Database database,
            Runnable credit) {
        this.heartbeats = heartbeats;
        this.attemptEvents = attemptEvents;
        this.executionEvents = executionEvents;
        this.sshKeyEvents = sshKeyEvents;
        this.keyEvents = keyEvents;
        this.transaction = transaction;
        this.database = database;
        this.credit = credit;
    }

    /** Applies events, those of a kind in order; applying them again changes nothing. */
    public void apply(List<RunnerEvent> events) {
        List<OwnWord> ofRunners = new ArrayList<>();
        List<AttemptEvent> ofAttempts = new ArrayList<>();
        List<ExecutionMoved> ofExecutions = new ArrayList<>();
        List<SshKeyUsed> ofKeys = new ArrayList<>();
        List<KeysOffered> offers = new ArrayList<>();
        for (RunnerEvent event : events) {
            if (event instanceof AttemptEvent attemptEvent) {
                ofAttempts.add(attemptEvent);
            } else if (event instanceof ExecutionMoved moved) {
                ofExecutions.add(moved);
            } else if (event instanceof SshKeyUsed used) {
                ofKeys.add(used);
            } else if (event instanceof KeysOffered offered) {
                offers.add(offered);
            } else if (event instanceof OwnWord word) {
                ofRunners.add(word);
            }
        }
        apply(ofRunners, heartbeats::apply);
        if (!ofRunners.isEmpty()) {
            credit.run();
        }
        apply(ofAttempts, attemptEvents::apply);
        apply(ofExecutions, executionEvents::apply);
        apply(ofKeys, sshKeyEvents::apply);
        apply(offers, keyEvents::apply);
    }

    /** How many events were dropped since the start because they could not be applied. */
    public long dropped() {
        return dropped.sum();
    }

    private <E extends RunnerEvent> void apply(List<E> events, Consumer<List<E>> how) {
        if (events.isEmpty()) {
            return;
        }
        try {
            transaction.separate(() -> how.accept(events));
        } catch (RuntimeException e) {
            requireDatabase();
            LOG.log(Level.WARNING, "Applying " + events.size() + " events at once; trying one by one", e);
            events.forEach(event -> applyAlone(event, how));
        }
    }

    /** The first failure may be the connection's: that it broke is seen by who uses it next. */
    private <E extends RunnerEvent> void applyAlone(E event, Consumer<List<E>> how) {
        for (int left = TRIES - 1; left >= 0; left--) {
            try {
                transaction.separate(() -> how.accept(List.of(event)));
                return;
            } catch (RuntimeException e) {
                requireDatabase();
                if (left == 0) {
                    drop(event, e);
                }
            }
        }
    }

    private void drop(RunnerEvent event, RuntimeException why) {
        boolean isTheDatabases = StoreException.behind(why)
                .filter(e -> e.problem() == Problem.STORE_DOWN)
                .isPresent();
        if (isTheDatabases) {
            throw why;
        }
        dropped.increment();
        LOG.log(Level.ERROR, "Dropping an event that cannot be applied: " + event, why);
    }

    /** Throws when the database is away. */
    private void requireDatabase() {
        transaction.separate(database::answers);
    }
}
