// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.schedule.Schedule;
import io.slipway.master.schedule.Schedule.LastJob;
import java.time.Instant;
import java.util.List;

/**
 * A schedule.
 *
 * @param zone in which the times of {@code cron} are meant
 * @param state {@code active}, {@code paused} or {@code stopped}
 * @param trouble why its last run could not be submitted; empty for none
 * @param nextRun null while it does not run
 * @param lastRun null before the first
 * @param lastJob null before the first
 */
record ScheduleJson(
        long id,
        String name,
        String cron,
        String zone,
        String manifest,
        String note,
        List<String> tags,
        String visibility,
        String state,
        String trouble,
        Instant nextRun,
        Instant lastRun,
        Job lastJob,
        Instant created,
        Instant updated) {
    static ScheduleJson of(Schedule schedule) {
        return new ScheduleJson(
                schedule.id(),
                schedule.name(),
                schedule.cron(),
                schedule.zone(),
                schedule.manifest(),
                schedule.note(),
                schedule.tags(),
                schedule.visibility().word(),
                schedule.state().word(),
                schedule.trouble(),
                schedule.nextRun(),
                schedule.lastRun(),
                schedule.lastJob() == null ? null : Job.of(schedule.owner(), schedule.lastJob()),
                schedule.created(),
                schedule.updated());
    }

    /**
     * The job that a schedule was run as last.
     *
     * @param url of its page
     */
    record Job(long id, String status, String url) {
        static Job of(String owner, LastJob job) {
            return new Job(job.id().value(), job.status().word(), Links.page(owner, job.id()));
        }
    }

    /** The schedules of one user. */
    record ListJson(List<ScheduleJson> results) {}
}
