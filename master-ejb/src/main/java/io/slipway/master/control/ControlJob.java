// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.control;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.message.Outbox;
import io.slipway.master.query.JobQuery;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.settle.SettleJob.Ending;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.JobSecretStore;
import io.slipway.master.store.JobSecretStore.Given;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.StandbyStore;
import io.slipway.master.store.StandbyStore.StandbyRow;
import io.slipway.master.store.Stores;
import io.slipway.master.submit.GiveSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.SubmitJob;
import io.slipway.master.submit.Submitted;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.RunnerMessage.EndStandby;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Starts, cancels and resubmits jobs. Every command runs in one transaction. */
public final class ControlJob {
    private final JobQuery query;
    private final JobStore jobs;
    private final AttemptStore attempts;
    private final StandbyStore standby;
    private final JobSecretStore jobSecrets;
    private final SettleJob settle;
    private final SubmitJob submit;
    private final Outbox outbox;
    private final Runnable queued;
    private final Clock clock;

    /** @param queued is told when a job was queued, before the transaction ends */
    public ControlJob(
            JobQuery query,
            Stores stores,
            SettleJob settle,
            SubmitJob submit,
            Outbox outbox,
            Runnable queued,
            Clock clock) {
        this.query = query;
        this.jobs = stores.jobs();
        this.attempts = stores.attempts();
        this.standby = stores.standby();
        this.jobSecrets = stores.jobSecrets();
        this.settle = settle;
        this.submit = submit;
        this.outbox = outbox;
        this.queued = queued;
        this.clock = clock;
    }

    /** Starts a pending job. */
    public void start(Caller caller, JobId job) {
        changed(caller, job);
        jobs.queue(job, clock.instant());
        queued.run();
    }

    /**
     * Cancels a job: at once when no runner has begun with it; else its runner is told, and the job is settled by what the runner
     * answers, or when its lease ends. Of a job that has ended, the guest that stands by ends.
     */
    public void cancel(Caller caller, JobId job) {
        changed(caller, job);
        // Between the two steps an attempt may end and put the job back into the queue, from where the first step takes
        // it.
        Outcome cancelled = new Outcome.Cancelled("Cancelled by `~%s`.".formatted(caller.username()));
        if (settle.cancelIdle(job)
                || requestCancel(job, cancelled)
                || settle.cancelIdle(job)
                || endStandby(caller, job)) {
            return;
        }
        JobStatus found = query.seen(caller, job).status();
        throw new ProblemException(
                Problem.JOB_ENDED, "Cancelling job %s: it has ended as `%s`".formatted(job, found.word()));
    }

    /** Cancels the job of an attempt that is live, for the batch operator; false when it has ended, and nothing has changed. */
    public boolean stop(Caller caller, AttemptRef attempt) {
        changed(caller, attempt.job());
        Outcome stopped = new Outcome.Cancelled("Stopped by `~%s` as batch operator.".formatted(caller.username()));
        return attempts.lock(List.of(attempt)).stream().anyMatch(AttemptRow::isLive)
                && requestCancel(attempt.job(), stopped);
    }

    /** Changes who may see a job. */
    public void show(Caller caller, JobId job, Visibility visibility) {
        changed(caller, job);
        jobs.show(job, visibility);
    }

    /**
     * Submits the manifest of a job that the caller may see as a new job of the caller's. It gets the caller's secrets only when it is the
     * caller's own and got them before: nobody has looked at the manifest of another one.
     */
    public Submitted resubmit(Caller caller, JobId job) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        JobRow row = query.seen(caller, job);
        GiveSecrets secrets = mayHaveSecrets(caller, row) ? GiveSecrets.IF_ALLOWED : GiveSecrets.NO;
        return submit.submit(
                caller, new Submission(jobs.manifest(job), row.note(), row.tags(), true, row.visibility(), secrets));
    }

    /** Whether another job with the manifest of this one would be trusted with the caller's secrets as this one was. */
    public boolean mayHaveSecrets(Caller caller, JobId job) {
        return mayHaveSecrets(caller, query.seen(caller, job));
    }

    private boolean mayHaveSecrets(Caller caller, JobRow row) {
        return caller.userId() == row.ownerId()
                && (jobSecrets.of(row.id()).filter(Given::secrets).isPresent()
                        || !submit.asksForSecrets(jobs.manifest(row.id())));
    }

    private boolean endStandby(Caller caller, JobId job) {
        Optional<StandbyRow> found = standby.find(job, Instant.EPOCH);
        String reason = "`~%s` needs it no more".formatted(caller.username());
        found.ifPresent(
                row -> outbox.send(row.runner(), new EndStandby(row.guest().attempt(), reason)));
        return found.isPresent();
    }

    private boolean requestCancel(JobId job, Outcome cancelled) {
        if (!jobs.requestCancel(job, clock.instant())) {
            return false;
        }
        attempts.live(job).stream()
                .flatMap(attempt -> attempts.lock(List.of(attempt.ref())).stream())
                .filter(AttemptRow::isLive)
                .forEach(attempt -> {
                    outbox.send(attempt.runner(), new CancelAttempt(attempt.ref(), cancelled.sentence()));
                    if (attempt.started() == null) {
                        settle.settle(List.of(new Ending(attempt, cancelled, clock.instant())));
                    }
                });
        return true;
    }

    private void changed(Caller caller, JobId job) {
        JobRow row = jobs.find(job).orElseThrow(() -> Permissions.unknown(job));
        Permissions.change(caller, row);
    }
}
