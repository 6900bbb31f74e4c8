// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sweep;

import io.slipway.master.log.LogSettings;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.LogStore;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage.RewindLog;
import io.slipway.pace.NowAndThen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks runners again for logs that are not whole: closed ones of which bytes are missing, and those of ended attempts that were not closed. What
 * asked for them, or what brought them, was lost. Nobody asks any more an hour after an attempt's end, or once the runner has said that it has no
 * such log.
 */
public final class LogReminder {
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST = 100;

    private final LogStore logs;
    private final LogSettings settings;
    private final Transaction transaction;
    private final Outbox outbox;
    private final Duration lease;
    private final Clock clock;
    private final NowAndThen asking;

    /** @param lease how long a runner that is silent counts as there */
    public LogReminder(
            LogStore logs, LogSettings settings, Transaction transaction, Outbox outbox, Duration lease, Clock clock) {
        this.logs = logs;
        this.settings = settings;
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
        asking.rest();
        Instant now = clock.instant();
        transaction.separate(() -> logs.incomplete(
                        now.minus(LONGEST), now.minus(PAUSE), now.minus(lease), settings.limit(), MOST)
                .forEach(log -> outbox.send(log.runner(), new RewindLog(log.attempt(), log.name(), log.length()))));
    }
}
