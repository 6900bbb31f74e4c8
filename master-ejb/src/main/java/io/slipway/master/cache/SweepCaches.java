// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.cache;

import io.slipway.master.store.CacheStore;
import io.slipway.master.store.Transaction;
import io.slipway.pace.NowAndThen;
import java.time.Clock;
import java.time.Duration;

/** Removes files of caches that no row names: what a master that was killed, or a transaction that failed, has left. */
public final class SweepCaches {
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration AGE = Duration.ofDays(1);

    private final CacheStore caches;
    private final CacheVault vault;
    private final Transaction transaction;
    private final Clock clock;
    private final NowAndThen sweeping;

    public SweepCaches(CacheStore caches, CacheVault vault, Transaction transaction, Clock clock) {
        this.caches = caches;
        this.vault = vault;
        this.transaction = transaction;
        this.clock = clock;
        this.sweeping = new NowAndThen(PAUSE, clock);
    }

    /** Sweeps now and then; called by one thread, more often than it sweeps. */
    public void tick() {
        if (!sweeping.isDue()) {
            return;
        }
        sweeping.rest();
        vault.sweep(clock.instant().minus(AGE), names -> transaction.separate(() -> caches.known(names)));
    }
}
