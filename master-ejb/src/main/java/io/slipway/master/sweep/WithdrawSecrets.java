// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sweep;

import io.slipway.master.message.Outbox;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.WithdrawnStore;
import io.slipway.message.RunnerMessage.DropCheckpoint;
import io.slipway.message.RunnerMessage.EndStandby;
import io.slipway.pace.NowAndThen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Has runners throw away guests that hold secrets which their jobs may have no more: checkpoints, and guests that stand by, of jobs whose owner has
 * deleted such a secret or is suspended. Runners are told until they say that they have none.
 */
public final class WithdrawSecrets {
    private static final int MOST = 100;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final String REASON = "the job's permission to its secrets has ended";

    private final WithdrawnStore withdrawn;
    private final Transaction transaction;
    private final Outbox outbox;
    private final Duration lease;
    private final Clock clock;
    private final NowAndThen telling;

    /** @param lease how long a runner that is silent counts as there */
    public WithdrawSecrets(
            WithdrawnStore withdrawn, Transaction transaction, Outbox outbox, Duration lease, Clock clock) {
        this.withdrawn = withdrawn;
        this.transaction = transaction;
        this.outbox = outbox;
        this.lease = lease;
        this.clock = clock;
        this.telling = new NowAndThen(PAUSE, clock);
    }

    /** Tells now and then; called by one thread, more often than it tells. */
    public void tick() {
        if (!telling.isDue()) {
            return;
        }
        telling.rest();
        Instant heard = clock.instant().minus(lease);
        transaction.separate(() -> {
            withdrawn
                    .checkpoints(heard, MOST)
                    .forEach(kept -> outbox.send(kept.runner(), new DropCheckpoint(kept.attempt(), REASON)));
            withdrawn
                    .standing(heard, MOST)
                    .forEach(kept -> outbox.send(kept.runner(), new EndStandby(kept.attempt(), REASON)));
        });
    }
}
