// SPDX-License-Identifier: Apache-2.0
package io.slipway.batch;

import static java.util.Objects.requireNonNull;

import io.slipway.job.AttemptRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One execution of the batch job: an attempt at a job of ours. Executions that go on from one another are of one instance.
 *
 * @param id of the execution; a runner's own, as are all ids here
 * @param instance of the job instance
 * @param name of the batch job
 * @param attempt which attempt of which job it runs
 * @param exitStatus why it ended, in the batch runtime's words; empty while it runs
 * @param started null until it runs
 * @param ended null until it ended
 * @param parameters what it was started with; no secrets
 * @param steps in the order of their start
 */
public record BatchExecution(
        long id,
        long instance,
        String name,
        AttemptRef attempt,
        ExecutionStatus status,
        String exitStatus,
        Instant created,
        Instant started,
        Instant ended,
        Map<String, String> parameters,
        List<BatchStep> steps) {
    public BatchExecution {
        requireNonNull(name, "name");
        requireNonNull(attempt, "attempt");
        requireNonNull(status, "status");
        requireNonNull(exitStatus, "exitStatus");
        requireNonNull(created, "created");
        parameters = Map.copyOf(parameters);
        steps = List.copyOf(steps);
    }
}
