// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.List;

/**
 * A job that a run submits.
 *
 * @param after milliseconds from the run's begin until it is submitted
 * @param cancelAfter milliseconds from its submit until it is cancelled, when its kind is cancelled
 * @param artifact what its artifact holds; empty for a job without one
 * @param mended what the task that failed runs instead after a restart; empty when there is none
 */
public record PlannedJob(
        JobKind kind, List<PlannedTask> tasks, long after, long cancelAfter, String artifact, List<Step> mended) {
    /** The name of every artifact. */
    public static final String ARTIFACT = "result.txt";

    public PlannedJob {
        tasks = List.copyOf(tasks);
        mended = List.copyOf(mended);
    }
}
