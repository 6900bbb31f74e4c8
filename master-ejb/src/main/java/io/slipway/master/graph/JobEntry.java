// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.List;

/**
 * A job as lists have it, with its tasks.
 *
 * @param ownerId of the user whose job it is
 * @param runner of the newest attempt; empty before the first
 * @param attempt number of the newest attempt; 0 before the first
 */
public record JobEntry(
        JobId id,
        long ownerId,
        JobStatus status,
        Visibility visibility,
        String note,
        List<String> tags,
        String image,
        String runner,
        int attempt,
        Instant created,
        Instant updated,
        List<TaskEntry> tasks) {
    public JobEntry {
        tags = List.copyOf(tags);
        tasks = List.copyOf(tasks);
    }

    /** Whether there is, or can be no more than, an empty set-up log: a runner had the job, or nobody ever will. */
    public boolean hasLog() {
        return attempt > 0 || status.isTerminal();
    }

    /**
     * A task of a job.
     *
     * @param id its own number
     * @param created when its job was
     * @param updated when it moved last
     */
    public record TaskEntry(long id, JobId job, TaskName name, TaskStatus status, Instant created, Instant updated) {

        /** Whether it has begun, and so has a log. */
        public boolean hasLog() {
            return status != TaskStatus.PENDING && status != TaskStatus.SKIPPED;
        }
    }
}
