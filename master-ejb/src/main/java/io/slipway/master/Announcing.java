// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.receiver.ReceiverRules;
import io.slipway.master.receiver.Receivers;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.webhook.DeliverWebhooks;
import io.slipway.master.webhook.KeepWebhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The part of the master's object graph that tells webhooks what happens to jobs. */
final class Announcing {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofMinutes(1);

    private final KeepWebhooks keep;
    private final DeliverWebhooks deliver;
    private final Rounds first;
    private final Rounds second;

    Announcing(
            Stores stores,
            Transaction transaction,
            Receivers receivers,
            ReceiverRules rules,
            Duration retry,
            Clock clock) {
        keep = new KeepWebhooks(stores, rules, clock);
        deliver = new DeliverWebhooks(stores, transaction, receivers, retry, clock);
        first = new Rounds("webhooks", LOOK, this::look);
        second = new Rounds("webhooks", REST, deliver::all);
    }

    KeepWebhooks keep() {
        return keep;
    }

    DeliverWebhooks deliver() {
        return deliver;
    }

    Map<String, Runnable> loops() {
        return Map.of("slipway-webhook-1", first, "slipway-webhook-2", second);
    }

    /** One loop looks for what is due, and has the other help when there is something. */
    private void look() {
        if (deliver.one()) {
            second.wake();
            deliver.all();
        }
    }
}
