// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.job.RunnerName;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

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

    public Outbox(Messages messages, Transaction transaction) {
        this.messages = messages;
        this.transaction = transaction;
    }

    /** Sends after the running transaction has committed; at once when none runs. */
    public void send(RunnerName runner, RunnerMessage message) {
        send(runner, List.of(message));
    }

    /** Sends after the running transaction has committed, in one round trip. */
    public void send(RunnerName runner, List<RunnerMessage> batch) {
        if (!batch.isEmpty()) {
            transaction.afterCommit(() -> sendNow(runner, batch));
        }
    }

    private void sendNow(RunnerName runner, List<RunnerMessage> batch) {
        try {
            messages.send(runner, batch);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Sending " + batch + " to runner `" + runner + "`", e);
        }
    }
}
