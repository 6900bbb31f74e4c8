// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sweep;

import io.slipway.master.message.Outbox;
import io.slipway.master.store.ExecutionStore;
import io.slipway.master.store.ExecutionStore.Abandoning;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage.AbandonExecution;
import io.slipway.pace.NowAndThen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Asks runners again that are there and have not said that they abandoned what they were asked to: the message was lost, or they were
 * away. After a day nobody waits for them any more.
 */
public final class AbandonReminder {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 100;

    private final ExecutionStore executions;
    private final Transaction transaction;
    private final Outbox outbox;
    private final Duration lease;
    private final Clock clock;
    private final NowAndThen asking;

    /** @param lease how long an answer may take, and how long a runner that is silent counts as there */
    public AbandonReminder(
            ExecutionStore executions, Transaction transaction, Outbox outbox, Duration lease, Clock clock) {
        this.executions = executions;
        this.transaction = transaction;
        this.outbox = outbox;
        this.lease = lease;
        this.clock = clock;
        this.asking = new NowAndThen(PAUSE, clock);
    }

    /** Asks now and then; called by one thread, more often than it asks. */
    public void tick() {
        if (!asking.isDue()) {
            return;
        }
        Instant now = clock.instant();
        List<Abandoning> late = transaction.separate(
                () -> executions.abandoning(now.minus(lease), now.minus(LONGEST), now.minus(lease), MOST));
        // Before that it looks each time: a runner that comes back is asked soon.
        if (!late.isEmpty()) {
            asking.rest();
            transaction.separate(() -> late.forEach(
                    one -> outbox.send(one.runner(), new AbandonExecution(one.attempt(), one.execution()))));
        }
    }
}
