// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.master.store.AuditStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets lines of the audit log that are older than they are kept. */
public final class SweepAudit {
    private static final int MOST = 1_000;
    private static final Duration PAUSE = Duration.ofMinutes(30);

    private final AuditStore lines;
    private final Duration keep;
    private final Transaction transaction;
    private final Clock clock;
    private Instant next = Instant.MIN;

    public SweepAudit(Stores stores, AuditSettings settings, Transaction transaction, Clock clock) {
        this.lines = stores.audit();
        this.keep = settings.keep();
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Looks now and then, and at the next tick when there was more than it does at once; called by one thread. */
    public void tick() {
        Instant now = clock.instant();
        if (keep.isZero() || next.isAfter(now)) {
            return;
        }
        int forgotten = transaction.separate(() -> lines.forget(now.minus(keep), MOST));
        next = forgotten < MOST ? now.plus(PAUSE) : now;
    }
}
