// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import java.time.Instant;

/**
 * An execution of a runner's batch job as it is stored, with what it is about.
 *
 * @param place where it stands in lists: the greater, the newer
 * @param execution as the runner told it last
 * @param told when it did, by its clock
 * @param abandonAsked when somebody asked the runner to abandon it; null when nobody did
 * @param owner name of the job's
 * @param live whether its attempt has not ended
 * @param newest whether neither a newer attempt at the job nor a newer execution of the attempt is known
 */
public record ExecutionRow(
        long place,
        RunnerName runner,
        BatchExecution execution,
        Instant told,
        Instant abandonAsked,
        String owner,
        JobStatus job,
        boolean live,
        boolean newest) {

    public boolean mayBeStopped() {
        return live && execution.status().isRunning();
    }

    public boolean mayBeRestarted() {
        return newest && abandonAsked == null && execution.status().mayBeRestarted();
    }

    public boolean mayBeAbandoned() {
        return !live && !execution.status().isRunning() && execution.status() != ExecutionStatus.ABANDONED;
    }

    public ExecutionRef ref() {
        return new ExecutionRef(runner, execution.id());
    }
}
