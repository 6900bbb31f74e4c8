// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.operator;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.master.store.ExecutionRow;
import java.time.Instant;

/**
 * An execution of a runner's batch job, and what may be done with it.
 *
 * @param execution as the runner told it last
 * @param told when it did, by its clock
 * @param abandonAsked when somebody asked the runner to abandon it; null when nobody did
 * @param owner name of the job's, without tilde
 * @param job where the job stands
 */
public record ExecutionView(
        RunnerName runner,
        BatchExecution execution,
        Instant told,
        Instant abandonAsked,
        String owner,
        JobStatus job,
        boolean stoppable,
        boolean restartable,
        boolean abandonable) {

    static ExecutionView of(ExecutionRow row) {
        return new ExecutionView(
                row.runner(),
                row.execution(),
                row.told(),
                row.abandonAsked(),
                row.owner(),
                row.job(),
                row.mayBeStopped(),
                row.mayBeRestarted() && row.job().mayBeRestarted(),
                row.mayBeAbandoned());
    }

    public ExecutionRef ref() {
        return new ExecutionRef(runner, execution.id());
    }

    /** Whether its runner was asked to abandon it and has not said that it has. */
    public boolean abandoning() {
        return abandonAsked != null && execution.status() != ExecutionStatus.ABANDONED;
    }

    /** Whether its runner may still have something to say of it. */
    public boolean open() {
        return execution.status().isRunning() || abandoning() || !job.isTerminal();
    }
}
