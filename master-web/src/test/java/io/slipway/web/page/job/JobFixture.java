// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Phase;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.LogView;
import io.slipway.master.query.JobView.PhaseView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Job 7 of `ann` with two tasks, `build` and `test`, as the job service would show it. */
final class JobFixture {
    static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final JobId ID = new JobId(7);

    private final JobStatus status;
    private final List<AttemptView> attempts = new ArrayList<>();
    private TaskStatus build = TaskStatus.PENDING;

    private JobFixture(JobStatus status) {
        this.status = status;
    }

    static JobFixture job(JobStatus status) {
        return new JobFixture(status);
    }

    JobFixture build(TaskStatus now) {
        build = now;
        return this;
    }

    /** An attempt that goes on and has reported phases. */
    JobFixture attempt(Phase... reported) {
        return attempt(null, "", List.of(), reported);
    }

    JobFixture ended(String outcome, LogView... logs) {
        return attempt(THEN, outcome, List.of(logs));
    }

    private JobFixture attempt(Instant ended, String outcome, List<LogView> logs, Phase... reported) {
        int number = attempts.size() + 1;
        List<PhaseView> phases = List.of(reported).stream()
                .map(phase -> new PhaseView(phase, THEN, THEN.plusSeconds(1)))
                .toList();
        attempts.add(new AttemptView(
                new AttemptRef(ID, number, number), "r1", THEN, THEN, ended, outcome, phases, logs, null));
        return this;
    }

    static LogView log(String task, boolean closed, long missing) {
        return new LogView(new LogName(task), 100, closed, missing);
    }

    JobView view() {
        return new JobView(
                ID,
                "ann",
                status,
                Visibility.UNLISTED,
                "",
                List.of(),
                "debian/bookworm",
                "default",
                "",
                THEN,
                THEN,
                attempts,
                List.of(task("build", build), task("test", TaskStatus.PENDING)),
                List.of(),
                null,
                null);
    }

    private static TaskView task(String name, TaskStatus status) {
        return new TaskView(new TaskName(name), status, status == TaskStatus.PENDING ? null : THEN, null, -1, null);
    }
}
