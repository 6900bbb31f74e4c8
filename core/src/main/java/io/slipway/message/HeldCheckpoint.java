// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import io.slipway.job.AttemptRef;
import io.slipway.task.TaskName;
import java.time.Instant;

/**
 * A checkpoint of an attempt that has ended, which its runner keeps for a restart.
 *
 * @param attempt whose guest it is
 * @param task before which task it was taken
 * @param expires when the runner throws it away
 */
public record HeldCheckpoint(AttemptRef attempt, TaskName task, Instant expires) {
    public HeldCheckpoint {
        requireNonNull(attempt, "attempt");
        requireNonNull(task, "task");
        requireNonNull(expires, "expires");
    }
}
