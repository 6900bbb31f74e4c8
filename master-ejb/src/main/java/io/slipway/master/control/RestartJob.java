// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.control;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.Permissions;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.log.JobWatch;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.CheckpointStore;
import io.slipway.master.store.CheckpointStore.CheckpointRow;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.JobSecretStore;
import io.slipway.master.store.JobSecretStore.Given;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.RestartStore;
import io.slipway.master.store.StandbyStore;
import io.slipway.master.store.StandbyStore.StandbyRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.TaskStore.TaskRow;
import io.slipway.master.store.Transaction;
import io.slipway.message.Restart;
import io.slipway.message.RunnerMessage.EndStandby;
import io.slipway.message.RunnerMessage.HoldStandby;
import io.slipway.message.StandingGuest;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Opens a job that ended without success for another attempt: in the guest as it was before the task that failed, or as it stands by
 * now, on the runner that has it, or from the start. Runs in one transaction; of two callers one finds the job open.
 */
public final class RestartJob {
    private static final int LONGEST_SCRIPT = 16 << 10;

    private final JobStore jobs;
    private final TaskStore tasks;
    private final CheckpointStore checkpoints;
    private final StandbyStore standby;
    private final RestartStore restarts;
    private final JobSecretStore jobSecrets;
    private final Outbox outbox;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Runnable queued;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param queued is told when a job was queued, before the transaction ends
     * @param lease how long a runner that is silent counts as there
     */
    public RestartJob(
            Stores stores,
            Transaction transaction,
            JobWatch watch,
            Outbox outbox,
            Runnable queued,
            Duration lease,
            Clock clock) {
        this.jobs = stores.jobs();
        this.tasks = stores.tasks();
        this.checkpoints = stores.checkpoints();
        this.standby = stores.standby();
        this.restarts = stores.restarts();
        this.jobSecrets = stores.jobSecrets();
        this.outbox = outbox;
        this.transaction = transaction;
        this.watch = watch;
        this.queued = queued;
        this.lease = lease;
        this.clock = clock;
    }

    /** @throws ProblemException JOB_NOT_RESTARTABLE, CHECKPOINT_ABSENT or REQUEST_ILLEGAL, and nothing has changed */
    public void restart(Caller caller, JobId job, RestartRequest request) {
        JobRow row = jobs.find(job).orElseThrow(() -> Permissions.unknown(job));
        Permissions.change(caller, row);
        requireSecrets(caller, job, request);
        Instant now = clock.instant();
        if (!restarts.reopen(job, now)) {
            throw new ProblemException(
                    Problem.JOB_NOT_RESTARTABLE,
                    "Restarting job %s: it is `%s`; `failed`, `timeout` and `cancelled` jobs can be restarted"
                            .formatted(job, row.status().word()));
        }
        if (request.from() == From.START) {
            refuseScript(job, request);
            restarts.fromStart(job, now);
            tasks.reset(List.of(job));
        } else {
            goOn(job, request, now);
        }
        if (request.from() != From.STANDING_GUEST) {
            endStandby(job, now);
        }
        queued.run();
        transaction.afterCommit(() -> watch.changed(job));
    }

    /** A script of the caller's own would read what the job was given. */
    private void requireSecrets(Caller caller, JobId job, RestartRequest request) {
        Given given = jobSecrets.of(job).orElseThrow(() -> Permissions.unknown(job));
        if (!request.script().isEmpty() && given.secrets()) {
            Permissions.require(caller, Permissions.SECRETS_READ);
            Grant.split(given.grants()).forEach(grant -> Permissions.require(caller, grant));
        }
    }

    private void goOn(JobId job, RestartRequest request, Instant now) {
        RunnerName runner;
        Restart restart;
        if (request.from() == From.STANDING_GUEST) {
            StandbyRow standing = standing(job, now);
            StandingGuest guest = standing.guest();
            runner = standing.runner();
            outbox.send(runner, new HoldStandby(guest.attempt()));
            restart = new Restart(guest.attempt(), guest.task(), request.script(), Restart.Kept.STANDING);
        } else {
            CheckpointRow checkpoint = checkpoint(job, now);
            runner = checkpoint.runner();
            restart = checkpoint.restart(request.script());
        }
        checkScript(job, restart.task(), request);
        restarts.goOn(runner, restart, false, now);
        tasks.goOnAt(job, restart.task(), restart.from().number());
    }

    /** A job has one guest at a time. */
    private void endStandby(JobId job, Instant now) {
        standby.find(job, now.minus(lease))
                .ifPresent(row -> outbox.send(
                        row.runner(), new EndStandby(row.guest().attempt(), "the job was restarted in another guest")));
    }

    private StandbyRow standing(JobId job, Instant now) {
        return standby.find(job, now.minus(lease))
                .filter(row -> row.guest().task() != null)
                .orElseThrow(() -> new ProblemException(
                        Problem.CHECKPOINT_ABSENT,
                        "Restarting job %s in its guest as it is: none stands by that it could go on in; restart it from `failed-task` or `start`"
                                .formatted(job)));
    }

    private CheckpointRow checkpoint(JobId job, Instant now) {
        return checkpoints
                .find(job, now.minus(lease), now)
                .orElseThrow(() -> new ProblemException(
                        Problem.CHECKPOINT_ABSENT,
                        "Restarting job %s from the task that failed: no runner that is there now keeps its guest; restart it from `start`"
                                .formatted(job)));
    }

    private static void refuseScript(JobId job, RestartRequest request) {
        if (!request.script().isEmpty()) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Restarting job %s from the start: the manifest's scripts run, so field `script` is not allowed"
                            .formatted(job));
        }
    }

    private void checkScript(JobId job, TaskName first, RestartRequest request) {
        if (request.script().isEmpty()) {
            return;
        }
        if (request.script().getBytes(StandardCharsets.UTF_8).length > LONGEST_SCRIPT) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Restarting job %s: field `script` has more than %d bytes".formatted(job, LONGEST_SCRIPT));
        }
        TaskName failed = tasks.of(List.of(job)).getOrDefault(job, List.of()).stream()
                .filter(task -> task.status() != TaskStatus.SUCCESS)
                .map(TaskRow::name)
                .findFirst()
                .orElse(first);
        if (!failed.equals(first)) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Restarting job %s: it goes on at task `%s`, before `%s`, whose script can therefore not be another"
                            .formatted(job, first, failed));
        }
    }
}
