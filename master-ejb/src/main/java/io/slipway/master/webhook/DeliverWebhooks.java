// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.receiver.ForbiddenAddressException;
import io.slipway.master.receiver.Receivers;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.WebhookDeliveryStore;
import io.slipway.master.store.WebhookDeliveryStore.Answer;
import io.slipway.master.store.WebhookDeliveryStore.Subscriber;
import io.slipway.master.store.WebhookDeliveryStore.TakenDelivery;
import io.slipway.master.webhook.WebhookCall.Called;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells webhooks what has happened: runs the query of each, and sends its answer, until somebody answers with anything but that the
 * receiver is away, or it was tried often enough.
 *
 * <p>Safe for many threads and masters: a delivery is leased in the database before it is tried, and tried outside of any transaction.
 * When the master is killed meanwhile, the lease runs out, and the same is sent again.
 */
public final class DeliverWebhooks {
    private static final Logger LOG = System.getLogger(DeliverWebhooks.class.getName());
    private static final int MOST_TRIES = 6;
    private static final int MOST_OF_ONE = 1;
    /** Longer than a try takes. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** Bad gateway, service unavailable, gateway timeout. */
    private static final Set<Integer> AWAY = Set.of(502, 503, 504);

    private final WebhookDeliveryStore deliveries;
    private final Transaction transaction;
    private final WebhookCall call;
    private final Duration retry;
    private final Clock clock;
    private final AtomicReference<PayloadWriter> writer = new AtomicReference<>();

    /** @param retry how long after the first try the second comes; then twice as long each time */
    public DeliverWebhooks(Stores stores, Transaction transaction, Receivers receivers, Duration retry, Clock clock) {
        this.deliveries = stores.webhookDeliveries();
        this.transaction = transaction;
        this.call = new WebhookCall(receivers, clock);
        this.retry = retry;
        this.clock = clock;
    }

    /** Says who runs the queries; before that nothing is tried. */
    public void writeBy(PayloadWriter payloads) {
        writer.set(payloads);
    }

    /** Tries what is due, one after the other, until nothing is or the thread is interrupted. */
    public void all() {
        boolean tried;
        do {
            tried = one();
        } while (tried && !Thread.currentThread().isInterrupted());
    }

    /** Tries one delivery that is due; false when there is none. Makes transactions of its own. */
    public boolean one() {
        if (writer.get() == null) {
            return false;
        }
        Instant now = clock.instant();
        Optional<TakenDelivery> due = transaction.separate(() -> deliveries.take(now, now.plus(LEASE), MOST_OF_ONE));
        due.ifPresent(this::attempt);
        return due.isPresent();
    }

    private void attempt(TakenDelivery delivery) {
        try {
            Optional<Called> called = told(delivery);
            transaction.separate(() -> note(
                    delivery,
                    called.map(Called::answer).orElse(null),
                    called.map(Called::later).orElse(Duration.ZERO)));
        } catch (ForbiddenAddressException e) {
            transaction.separate(() -> deliveries.giveUp(
                    delivery, Answer.none("Nothing was sent: " + e.getMessage() + "."), clock.instant()));
        } catch (InterruptedException e) {
            // Nobody knows whether it was taken: its lease runs out, and another try comes.
            Thread.currentThread().interrupt();
        }
    }

    /** A query that cannot be run counts as a try, and holds up nobody else's. */
    private Optional<Called> told(TakenDelivery delivery) throws ForbiddenAddressException, InterruptedException {
        try {
            return call.send(delivery, body(delivery));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Trying webhook delivery " + delivery.uuid(), e);
            return Optional.empty();
        }
    }

    private String body(TakenDelivery delivery) {
        if (delivery.body() != null) {
            return delivery.body();
        }
        JobHappened happened = new JobHappened(
                delivery.uuid(), WebhookEvent.valueOf(delivery.event()), delivery.created(), delivery.job());
        String written = writer.get()
                .write(caller(delivery.subscriber()), delivery.subscriber().query(), happened);
        return transaction.separate(() -> deliveries.write(delivery.uuid(), written));
    }

    /** As no administrator: a webhook tells of its owner's jobs. */
    private static Caller caller(Subscriber subscriber) {
        return new Caller(subscriber.owner(), subscriber.name(), false, Grant.split(subscriber.grants()));
    }

    private void note(TakenDelivery delivery, Answer answer, Duration later) {
        Instant now = clock.instant();
        if (answer != null && !AWAY.contains(answer.status())) {
            deliveries.sent(delivery.uuid(), answer, now);
        } else if (delivery.tries() < MOST_TRIES) {
            Duration pause = retry.multipliedBy(1L << (delivery.tries() - 1));
            deliveries.tryAgain(delivery, answer, now.plus(pause.compareTo(later) > 0 ? pause : later));
        } else {
            deliveries.giveUp(delivery, answer, now);
            LOG.log(Level.INFO, "Giving up webhook delivery {0} after {1} tries", delivery.uuid(), delivery.tries());
        }
    }
}
