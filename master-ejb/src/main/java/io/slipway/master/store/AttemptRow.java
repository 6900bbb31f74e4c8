// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.RunnerName;
import java.time.Instant;

/**
 * An attempt as it is stored.
 *
 * @param overdue when the master ends it by itself, unless it has ended before
 * @param started null until the runner has begun
 * @param ended null until it ended
 * @param outcome one sentence, empty until it ended
 * @param newest whether no newer attempt was made
 * @param goneOnFrom whether another attempt goes on, or will go on, where this one was
 * @param cancelRequested whether somebody wants the job to end
 * @param runnerRevoked whether nothing is taken from its runner any more
 * @param tries how many attempts were made since somebody asked for the job, this one included
 */
public record AttemptRow(
        AttemptRef ref,
        RunnerName runner,
        Instant dispatched,
        Instant leaseExpires,
        Instant overdue,
        Instant started,
        Instant ended,
        String outcome,
        boolean newest,
        boolean goneOnFrom,
        boolean cancelRequested,
        boolean runnerRevoked,
        int tries) {

    public boolean isLive() {
        return ended == null;
    }
}
