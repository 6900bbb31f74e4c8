// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.master.store.ScheduleRow;
import java.time.Instant;
import java.util.List;

/**
 * A schedule as its owner sees it.
 *
 * @param owner user name, without tilde
 * @param zone in which the times of {@code cron} are meant
 * @param note of its jobs
 * @param trouble why its last run could not be submitted; empty for none
 * @param nextRun null while it does not run
 * @param lastRun null before the first
 * @param lastJob null before the first
 */
public record Schedule(
        long id,
        String owner,
        String name,
        String cron,
        String zone,
        String manifest,
        String note,
        List<String> tags,
        Visibility visibility,
        State state,
        String trouble,
        Instant nextRun,
        Instant lastRun,
        LastJob lastJob,
        Instant created,
        Instant updated) {
    public Schedule {
        tags = List.copyOf(tags);
    }

    /** Whether a schedule runs. */
    public enum State {
        /** It runs when its time comes. */
        ACTIVE("active"),
        /** Its owner has paused it. */
        PAUSED("paused"),
        /** Its last run could not be submitted, and none would be until its owner changes something. */
        STOPPED("stopped");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** As API and pages say it. */
        public String word() {
            return word;
        }
    }

    /** The job that a schedule was run as last, and where it stands. */
    public record LastJob(JobId id, JobStatus status) {}

    static Schedule of(ScheduleRow row) {
        return new Schedule(
                row.id(),
                row.owner(),
                row.work().name(),
                row.work().cron(),
                row.work().zone(),
                row.work().manifest(),
                row.work().note(),
                row.work().tags(),
                row.work().visibility(),
                state(row),
                row.trouble(),
                row.nextRun(),
                row.lastRun(),
                row.lastJob() == null ? null : new LastJob(row.lastJob(), row.lastStatus()),
                row.created(),
                row.updated());
    }

    private static State state(ScheduleRow row) {
        if (row.nextRun() != null) {
            return State.ACTIVE;
        }
        return row.paused() ? State.PAUSED : State.STOPPED;
    }
}
