// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.Transaction;
import io.slipway.pace.Lately;
import java.time.Clock;
import java.time.Duration;

/** Writes down that an administrator has looked at a private job of somebody else: once an hour, however often it is looked at. */
public final class SeenJobs {
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int REMEMBERED = 5_000;

    private final AuditTrail trail;
    private final Transaction transaction;
    private final Lately<String> told;

    SeenJobs(AuditTrail trail, Transaction transaction, Clock clock) {
        this.trail = trail;
        this.transaction = transaction;
        this.told = new Lately<>(AGAIN, REMEMBERED, clock);
    }

    /** Of a job that the caller may see and is about to. Makes its own transaction. */
    public void seen(Caller caller, JobRow job) {
        boolean privilege = job.visibility() == Visibility.PRIVATE
                && job.ownerId() != caller.userId()
                && Permissions.administers(caller);
        String sight = caller.userId() + " " + job.id();
        if (privilege && !told.contains(sight)) {
            Deed deed = Deed.of(Act.JOB_SEEN, job.id()).with("owner", job.owner());
            transaction.separate(() -> trail.done(caller, deed));
            // Not before: what could not be written down is not shown, the next time neither. Of two at once both are
            // told.
            told.add(sight);
        }
    }
}
