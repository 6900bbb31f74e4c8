// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.query;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.audit.SeenJobs;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.CheckpointView;
import io.slipway.master.query.JobView.LogView;
import io.slipway.master.query.JobView.PhaseView;
import io.slipway.master.query.JobView.RestartView;
import io.slipway.master.query.JobView.StandingView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.master.store.ArtifactStore;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.CheckpointStore;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.LogStore;
import io.slipway.master.store.LogStore.LogRow;
import io.slipway.master.store.PhaseStore;
import io.slipway.master.store.PhaseStore.PhaseRow;
import io.slipway.master.store.RestartStore;
import io.slipway.master.store.RestartStore.RestartRow;
import io.slipway.master.store.StandbyStore;
import io.slipway.master.store.StandbyStore.StandbyRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.TaskStore.TaskRow;
import io.slipway.message.Restart;
import io.slipway.message.StandingGuest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Lists of jobs and everything about one job, for who may see them; a fixed number of queries each. */
public final class JobQuery {
    private static final int LONGEST_PAGE = 500;

    private final JobStore jobs;
    private final TaskStore tasks;
    private final AttemptStore attempts;
    private final PhaseStore phases;
    private final LogStore logs;
    private final ArtifactStore artifacts;
    private final CheckpointStore checkpoints;
    private final StandbyStore standby;
    private final RestartStore restarts;
    private final SeenJobs seenJobs;
    private final Duration lease;
    private final Clock clock;

    /** @param lease how long a runner that is silent counts as there */
    public JobQuery(Stores stores, SeenJobs seenJobs, Duration lease, Clock clock) {
        this.seenJobs = seenJobs;
        this.jobs = stores.jobs();
        this.tasks = stores.tasks();
        this.attempts = stores.attempts();
        this.phases = stores.phases();
        this.logs = stores.logs();
        this.artifacts = stores.artifacts();
        this.checkpoints = stores.checkpoints();
        this.standby = stores.standby();
        this.restarts = stores.restarts();
        this.lease = lease;
        this.clock = clock;
    }

    /** @param start id of the first job to list; 0 for the newest */
    public JobPage list(Caller caller, long start, int size, boolean everybody) {
        Permissions.require(caller, Permissions.JOBS_READ);
        if (size < 1 || size > LONGEST_PAGE || start < 0) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Listing %d jobs from job `%d` on: 1 to %d from 0 or more are allowed"
                            .formatted(size, start, LONGEST_PAGE));
        }
        if (everybody && !Permissions.administers(caller)) {
            throw new ProblemException(
                    Problem.NOT_PERMITTED,
                    "Listing everybody's jobs: only administrators may; leave it out for your own");
        }
        long owner = everybody ? 0 : caller.userId();
        List<JobRow> rows = jobs.list(owner, start == 0 ? Long.MAX_VALUE : start, size + 1);
        List<JobRow> shown = rows.subList(0, Math.min(size, rows.size()));
        Map<JobId, List<TaskRow>> tasksOf =
                tasks.of(shown.stream().map(JobRow::id).toList());
        long next = rows.size() > size ? rows.get(size).id().value() : 0;
        return new JobPage(
                shown.stream()
                        .map(row -> summary(row, tasksOf.getOrDefault(row.id(), List.of())))
                        .toList(),
                next,
                jobs.count(owner));
    }

    public JobView find(Caller caller, JobId job) {
        JobRow row = seen(caller, job);
        List<PhaseRow> phasesOf = phases.of(job);
        List<LogRow> logsOf = logs.of(job);
        List<RestartRow> restartsOf = restarts.of(job);
        return new JobView(
                job,
                row.owner(),
                row.status(),
                row.visibility(),
                row.note(),
                row.tags(),
                row.image(),
                row.arch(),
                jobs.manifest(job),
                row.created(),
                row.updated(),
                attempts.of(job).stream()
                        .map(attempt -> view(attempt, phasesOf, logsOf, restartsOf))
                        .toList(),
                views(tasks.of(List.of(job)).getOrDefault(job, List.of())),
                artifacts.of(job, row.attempt()).stream().map(JobQuery::view).toList(),
                checkpoint(row),
                standing(row));
    }

    private StandingView standing(JobRow row) {
        return row.status().isTerminal()
                ? standby.find(row.id(), clock.instant().minus(lease))
                        .map(JobQuery::view)
                        .orElse(null)
                : null;
    }

    private static StandingView view(StandbyRow row) {
        StandingGuest guest = row.guest();
        return new StandingView(
                guest.attempt().number(),
                row.runner().value(),
                guest.task(),
                guest.until(),
                guest.visited(),
                row.ssh().isEmpty()
                        ? ""
                        : StandingGuest.command(row.ssh(), guest.attempt().job()));
    }

    private CheckpointView checkpoint(JobRow row) {
        Instant now = clock.instant();
        return row.status().mayBeRestarted()
                ? checkpoints
                        .find(row.id(), now.minus(lease), now)
                        .map(kept -> new CheckpointView(
                                kept.held().task(),
                                kept.runner().value(),
                                kept.held().expires()))
                        .orElse(null)
                : null;
    }

    /** A job that the caller may see; throws JOB_UNKNOWN. */
    public JobRow seen(Caller caller, JobId job) {
        JobRow row = jobs.find(job).orElseThrow(() -> Permissions.unknown(job));
        Permissions.see(caller, row, Permissions.JOBS_READ);
        seenJobs.seen(caller, row);
        return row;
    }

    private static JobSummary summary(JobRow row, List<TaskRow> tasks) {
        return new JobSummary(
                row.id(),
                row.owner(),
                row.status(),
                row.visibility(),
                row.note(),
                row.tags(),
                row.image(),
                row.runner(),
                row.created(),
                row.updated(),
                views(tasks));
    }

    private static List<TaskView> views(List<TaskRow> tasks) {
        return tasks.stream()
                .map(task -> new TaskView(
                        task.name(), task.status(), task.started(), task.ended(), task.exitCode(), task.attempt()))
                .toList();
    }

    private static AttemptView view(
            AttemptRow attempt, List<PhaseRow> phases, List<LogRow> logs, List<RestartRow> restarts) {
        int number = attempt.ref().number();
        return new AttemptView(
                attempt.ref(),
                attempt.runner().value(),
                attempt.dispatched(),
                attempt.started(),
                attempt.ended(),
                attempt.outcome(),
                phases.stream()
                        .filter(phase -> phase.number() == number)
                        .map(phase -> new PhaseView(phase.phase(), phase.began(), phase.ended()))
                        .toList(),
                logs.stream()
                        .filter(log -> log.number() == number)
                        .map(log -> new LogView(log.name(), log.length(), log.closed(), log.missing()))
                        .toList(),
                restarts.stream()
                        .filter(restart -> restart.attempt() == number)
                        .map(JobQuery::view)
                        .findFirst()
                        .orElse(null));
    }

    private static RestartView view(RestartRow row) {
        Restart restart = row.restart();
        return restart == null
                ? new RestartView(0, null, false, false, row.automatic(), row.asked())
                : new RestartView(
                        restart.from().number(),
                        restart.task(),
                        !restart.script().isEmpty(),
                        restart.guest() == Restart.Kept.STANDING,
                        row.automatic(),
                        row.asked());
    }

    /** An artifact as console and API show it. */
    public static ArtifactView view(ArtifactRow row) {
        return new ArtifactView(row.id(), row.path(), row.name(), row.size(), row.sha256(), row.created());
    }
}
