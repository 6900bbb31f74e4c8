// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.job.RunnerName;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

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
        transaction.afterCommit(() -> sendNow(runner, message));
    }

    private void sendNow(RunnerName runner, RunnerMessage message) {
        try {
            messages.send(runner, message);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Sending " + message + " to runner `" + runner + "`", e);
        }
    }
}
