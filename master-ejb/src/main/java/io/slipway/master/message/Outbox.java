// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.envelope.SealingKey;
import io.slipway.job.RunnerName;
import io.slipway.master.message.Keyring.Recipient;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.CancelAttempt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * What a transaction has to say to runners, sent after it has committed.
 *
 * <p>A message that cannot be sent is logged and dropped: the runner's heartbeats show later what it does not know, and it is said
 * again.
 */
public final class Outbox {
    private static final Logger LOG = System.getLogger(Outbox.class.getName());

    private final Messages messages;
    private final Transaction transaction;
    private final Keyring keyring;

    public Outbox(Messages messages, Transaction transaction, Keyring keyring) {
        this.messages = messages;
        this.transaction = transaction;
        this.keyring = keyring;
    }

    /** Sends after the running transaction has committed; at once when none runs. */
    public void send(RunnerName runner, RunnerMessage message) {
        send(runner, List.of(message));
    }

    /** Sends after the running transaction has committed, in one round trip. A runner that was revoked is told to cancel, and nothing else. */
    public void send(RunnerName runner, List<RunnerMessage> batch) {
        if (batch.isEmpty()) {
            return;
        }
        // Now, because after the commit nobody may ask the database.
        Optional<Recipient> recipient = keyring.recipient(runner);
        if (recipient.isEmpty()) {
            LOG.log(Level.WARNING, "Sending {0} to runner `{1}`: it is not enrolled", batch, runner);
            return;
        }
        List<RunnerMessage> allowed = recipient.get().revoked()
                ? batch.stream().filter(CancelAttempt.class::isInstance).toList()
                : batch;
        if (!allowed.isEmpty()) {
            transaction.afterCommit(() -> sendNow(runner, recipient.get().key(), allowed));
        }
    }

    /** Sends after the running transaction has committed, sealed to a key that the runner has only now, or is about to have. */
    public void send(RunnerName runner, SealingKey key, RunnerMessage message) {
        transaction.afterCommit(() -> sendNow(runner, key, List.of(message)));
    }

    /** Throws away what waits in a runner's inbox, after the running transaction has committed. */
    public void discard(RunnerName runner) {
        afterCommit("Emptying the inbox of runner `%s`".formatted(runner), () -> messages.discard(runner));
    }

    /**
     * Lets a runner log in where messages go, after the running transaction has committed.
     *
     * @param passwordHash empty for one that has no password there
     */
    public void admit(RunnerName runner, String passwordHash) {
        if (!passwordHash.isEmpty()) {
            afterCommit("Letting runner `%s` in".formatted(runner), () -> messages.admit(runner, passwordHash));
        }
    }

    /** Lets a runner log in there no more, after the running transaction has committed. */
    public void expel(RunnerName runner) {
        afterCommit("Shutting runner `%s` out".formatted(runner), () -> messages.expel(runner));
    }

    private void afterCommit(String doing, Runnable action) {
        transaction.afterCommit(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, doing, e);
            }
        });
    }

    private void sendNow(RunnerName runner, SealingKey key, List<RunnerMessage> batch) {
        try {
            messages.send(runner, key, batch);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Sending " + batch + " to runner `" + runner + "`", e);
        }
    }
}
