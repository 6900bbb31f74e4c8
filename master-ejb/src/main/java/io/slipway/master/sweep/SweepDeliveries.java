// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sweep;

import io.slipway.master.store.DeliveryStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.WebhookDeliveryStore;
import io.slipway.pace.NowAndThen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets what was told, or given up, long ago: deliveries of triggers, and of webhooks of users. One that is still to be made stays. */
public final class SweepDeliveries {
    /** How many of each kind are forgotten in a tick. */
    static final int MOST = 500;

    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final DeliveryStore deliveries;
    private final WebhookDeliveryStore webhookDeliveries;
    private final Duration keep;
    private final Transaction transaction;
    private final Clock clock;
    private final NowAndThen looking;

    /** @param keep how long after its end one is kept; zero for ever */
    public SweepDeliveries(Stores stores, Duration keep, Transaction transaction, Clock clock) {
        this.deliveries = stores.deliveries();
        this.webhookDeliveries = stores.webhookDeliveries();
        this.keep = keep;
        this.transaction = transaction;
        this.clock = clock;
        this.looking = new NowAndThen(PAUSE, clock);
    }

    /** Looks now and then, and at the next tick when there was more than it does at once; called by one thread. */
    public void tick() {
        if (keep.isZero() || !looking.isDue()) {
            return;
        }
        Instant before = clock.instant().minus(keep);
        int told = transaction.separate(() -> deliveries.forget(before, MOST));
        int toldToWebhooks = transaction.separate(() -> webhookDeliveries.forget(before, MOST));
        if (Math.max(told, toldToWebhooks) < MOST) {
            looking.rest();
        }
    }
}
