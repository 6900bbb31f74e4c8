// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.Objects.requireNonNull;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import java.time.Instant;
import java.util.List;

/**
 * A schedule as it is stored.
 *
 * @param owner name of the user
 * @param work what is submitted, and when
 * @param paused by its owner
 * @param trouble why its last run could not be submitted, which has stopped it when it neither runs nor is paused; empty for none
 * @param nextRun null while it does not run
 * @param lastRun null before the first
 * @param lastJob null before the first, and when it is gone
 * @param lastStatus of that job; null when there is none
 */
public record ScheduleRow(
        long id,
        String owner,
        Work work,
        boolean paused,
        String trouble,
        Instant nextRun,
        Instant lastRun,
        JobId lastJob,
        JobStatus lastStatus,
        Instant created,
        Instant updated) {
    public ScheduleRow {
        requireNonNull(owner, "owner");
        requireNonNull(work, "work");
        requireNonNull(trouble, "trouble");
    }

    /**
     * What is submitted, and when.
     *
     * @param zone in which the times of {@code cron} are meant
     */
    public record Work(
            String name,
            String cron,
            String zone,
            String manifest,
            String note,
            List<String> tags,
            Visibility visibility) {
        public Work {
            tags = List.copyOf(tags);
        }
    }
}
