// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.batch.BatchStep.Counts;
import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.job.AttemptRef;
import io.slipway.job.RunnerName;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Executions as a runner tells them. */
final class BatchFixture {
    static final long INSTANCE = 5;

    private BatchFixture() {}

    static ExecutionRef ref(long id) {
        return new ExecutionRef(MasterRig.RUNNER, id);
    }

    static BatchExecution execution(long id, AttemptRef attempt, ExecutionStatus status, Instant began) {
        boolean over = !status.isRunning();
        BatchStep tasks = new BatchStep(
                "tasks",
                over ? ExecutionStatus.FAILED : ExecutionStatus.STARTED,
                over ? "FAILED" : "",
                began,
                over ? began.plusSeconds(3) : null,
                "1",
                new Counts(2, 1, 1, 1, 0, 0, 0, 0),
                over ? "Task `check` ended with exit code 2." : "");
        return new BatchExecution(
                id,
                INSTANCE,
                "build",
                attempt,
                status,
                over ? status.name() : "",
                began,
                began,
                over ? began.plusSeconds(4) : null,
                Map.of("job", attempt.job().toString()),
                List.of(tasks));
    }

    /** A word of {@link MasterRig#RUNNER}. */
    static ExecutionMoved moved(Instant at, BatchExecution execution) {
        return moved(MasterRig.RUNNER, at, execution);
    }

    static ExecutionMoved moved(RunnerName runner, Instant at, BatchExecution execution) {
        return new ExecutionMoved(runner, at, execution);
    }
}
