// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * Has the server that messages go by let in those runners that are enrolled and not revoked, and no others: what {@link Outbox} said at once
 * and did not get through, what another master said to a server that was away, and all of it when the server comes back empty.
 */
public final class RunnerLogins {
    private static final Logger LOG = System.getLogger(RunnerLogins.class.getName());

    private final EnrolmentStore enrolments;
    private final Transaction transaction;
    private final Messages messages;
    /** Whether it was said already that the server does not do it. */
    private boolean told;

    public RunnerLogins(EnrolmentStore enrolments, Transaction transaction, Messages messages) {
        this.enrolments = enrolments;
        this.transaction = transaction;
        this.messages = messages;
    }

    /** Must be called outside of any transaction. A server that is away is told later. */
    public void tick() {
        try {
            messages.admitOnly(this::hashes);
            told = false;
        } catch (ProblemException e) {
            if (!told) {
                LOG.log(
                        Level.WARNING,
                        "{0} ({1}); tried again",
                        e.getMessage(),
                        e.problem().code());
            }
            told = true;
        }
    }

    /** What the server is to keep of the password of each runner that may log in. */
    public Map<RunnerName, String> hashes() {
        return transaction.separate(enrolments::redisHashes);
    }
}
