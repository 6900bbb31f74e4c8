// SPDX-License-Identifier: Apache-2.0
package io.slipway.batch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The execution of one step.
 *
 * @param exitStatus in the batch runtime's words; empty while it runs
 * @param ended null until it ended
 * @param checkpoint where its reader goes on after a restart; empty for a step that has none
 * @param failure first line of what it ended with; empty when it did not fail
 */
public record BatchStep(
        String name,
        ExecutionStatus status,
        String exitStatus,
        Instant started,
        Instant ended,
        String checkpoint,
        Counts counts,
        String failure) {
    public BatchStep {
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(exitStatus, "exitStatus");
        requireNonNull(started, "started");
        requireNonNull(checkpoint, "checkpoint");
        requireNonNull(counts, "counts");
        requireNonNull(failure, "failure");
    }

    /** What Jakarta Batch counts of a step; all 0 for one that is no chunk. */
    public record Counts(
            long read,
            long write,
            long commit,
            long rollback,
            long filter,
            long readSkip,
            long processSkip,
            long writeSkip) {}
}
