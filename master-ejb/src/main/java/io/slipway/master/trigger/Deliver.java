// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.error.Problem;
import io.slipway.master.receiver.Receivers;
import io.slipway.master.store.DeliveryStore;
import io.slipway.master.store.DeliveryStore.LastAnswer;
import io.slipway.master.store.DeliveryStore.TakenDelivery;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Makes deliveries, each until it was taken, refused for good, or is too old; at least once, and with the same key each time.
 *
 * <p>Safe for many threads and masters: a delivery is leased in the database before it is tried, and tried outside of any transaction. When
 * the master is killed meanwhile, the lease runs out, and it is tried again.
 */
public final class Deliver {
    private static final Logger LOG = System.getLogger(Deliver.class.getName());
    /** Longer than a try takes. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final DeliveryStore deliveries;
    private final Transaction transaction;
    private final TriggerSettings settings;
    private final Map<String, Sender> senders;
    private final Backoff backoff;
    private final Clock clock;

    public Deliver(
            Stores stores,
            Transaction transaction,
            TriggerSettings settings,
            Receivers receivers,
            SecureRandom random,
            Clock clock) {
        this.deliveries = stores.deliveries();
        this.transaction = transaction;
        this.settings = settings;
        this.senders = Map.of(
                "webhook",
                new WebhookSender(receivers, clock),
                "email",
                new EmailSender(settings.mail(), settings.origin()));
        this.backoff = new Backoff(settings.retry(), random);
        this.clock = clock;
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
        Instant now = clock.instant();
        Optional<TakenDelivery> due =
                transaction.separate(() -> deliveries.take(now, now.plus(LEASE), settings.mostOfOne()));
        due.ifPresent(this::attempt);
        return due.isPresent();
    }

    private void attempt(TakenDelivery delivery) {
        try {
            Answer answer = senders.get(delivery.message().action()).send(delivery);
            transaction.separate(() -> note(delivery, answer));
        } catch (InterruptedException e) {
            // Nobody knows whether it was taken: its lease runs out, and another try comes.
            Thread.currentThread().interrupt();
        }
    }

    private void note(TakenDelivery delivery, Answer answer) {
        Instant now = clock.instant();
        switch (answer.verdict()) {
            case TAKEN -> deliveries.sent(delivery.uuid(), answer.last(), now);
            case REFUSED -> giveUp(delivery, answer.last(), now);
            case NOT_NOW -> {
                Instant end = delivery.created().plus(settings.giveUp());
                Instant next = now.plus(backoff.after(delivery.tries()));
                if (next.isAfter(end)) {
                    giveUp(delivery, answer.last(), now);
                } else {
                    Instant asked = earlier(now.plus(answer.later()), end);
                    deliveries.tryAgain(delivery, answer.last(), answer.rest(), next.isAfter(asked) ? next : asked);
                }
            }
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void giveUp(TakenDelivery delivery, LastAnswer answer, Instant now) {
        deliveries.giveUp(delivery, answer, now);
        LOG.log(
                Level.WARNING,
                "{0}: giving up delivery {1} by {2} after {3} tries; the last answer: {4} {5}",
                Problem.DELIVERY_GIVEN_UP.code(),
                delivery.uuid(),
                delivery.message().action(),
                delivery.tries(),
                answer.status(),
                answer.text());
    }
}
