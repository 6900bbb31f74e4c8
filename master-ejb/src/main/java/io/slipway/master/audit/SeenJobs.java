// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes down that an administrator has looked at a private job of somebody else: once an hour, however often it is looked at. */
public final class SeenJobs {
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int REMEMBERED = 5_000;

    private final AuditTrail trail;
    private final Transaction transaction;
    private final Clock clock;
    private final Map<String, Instant> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    SeenJobs(AuditTrail trail, Transaction transaction, Clock clock) {
        this.trail = trail;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Of a job that the caller may see and is about to. Makes its own transaction. */
    public void seen(Caller caller, JobRow job) {
        boolean privilege = job.visibility() == Visibility.PRIVATE
                && job.ownerId() != caller.userId()
                && Permissions.administers(caller);
        String sight = caller.userId() + " " + job.id();
        if (privilege && isNew(sight)) {
            Deed deed = Deed.of(Act.JOB_SEEN, job.id()).with("owner", job.owner());
            transaction.separate(() -> trail.done(caller, deed));
            // Not before: what could not be written down is not shown, the next time neither. Of two at once both are
            // told.
            remember(sight);
        }
    }

    private synchronized boolean isNew(String sight) {
        Instant before = told.get(sight);
        return before == null || !clock.instant().isBefore(before.plus(AGAIN));
    }

    private synchronized void remember(String sight) {
        told.remove(sight);
        told.put(sight, clock.instant());
    }
}
