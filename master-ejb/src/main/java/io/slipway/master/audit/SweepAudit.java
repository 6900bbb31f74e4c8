// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.master.store.AuditStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.pace.NowAndThen;
import java.time.Clock;
import java.time.Duration;

/** Forgets lines of the audit log that are older than they are kept. */
public final class SweepAudit {
    private static final int MOST = 1_000;
    private static final Duration PAUSE = Duration.ofMinutes(30);

    private final AuditStore lines;
    private final Duration keep;
    private final Transaction transaction;
    private final Clock clock;
    private final NowAndThen looking;

    public SweepAudit(Stores stores, AuditSettings settings, Transaction transaction, Clock clock) {
        this.lines = stores.audit();
        this.keep = settings.keep();
        this.transaction = transaction;
        this.clock = clock;
        this.looking = new NowAndThen(PAUSE, clock);
    }

    /** Looks now and then, and at the next tick when there was more than it does at once; called by one thread. */
    public void tick() {
        if (keep.isZero() || !looking.isDue()) {
            return;
        }
        if (transaction.separate(() -> lines.forget(clock.instant().minus(keep), MOST)) < MOST) {
            looking.rest();
        }
    }
}
