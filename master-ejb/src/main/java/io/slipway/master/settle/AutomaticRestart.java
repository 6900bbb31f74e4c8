// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.settle;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.master.log.JobWatch;
import io.slipway.master.store.CheckpointStore;
import io.slipway.master.store.CheckpointStore.CheckpointRow;
import io.slipway.master.store.RestartStore;
import io.slipway.master.store.RestartStore.RestartRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.Transaction;
import io.slipway.message.Restart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Has a job go on by itself whose runner was killed: in the guest that the runner kept, as soon as it is back. When it goes away
 * again, or the guest is lost, the job begins anew wherever there is a slot.
 */
public final class AutomaticRestart {
    private final CheckpointStore checkpoints;
    private final RestartStore restarts;
    private final TaskStore tasks;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Runnable queued;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param queued is told after the commit that a job waits for any runner now
     * @param lease how long a runner that is silent counts as there
     */
    public AutomaticRestart(
            Stores stores, Transaction transaction, JobWatch watch, Runnable queued, Duration lease, Clock clock) {
        this.checkpoints = stores.checkpoints();
        this.restarts = stores.restarts();
        this.tasks = stores.tasks();
        this.transaction = transaction;
        this.watch = watch;
        this.queued = queued;
        this.lease = lease;
        this.clock = clock;
    }

    /** Has the next attempt of a job go on where its guest is kept, if it is. */
    void begin(AttemptRef attempt, Outcome outcome) {
        if (outcome instanceof Outcome.RunnerFailed failed && failed.problem() == Problem.RUNNER_STOPPED) {
            Instant now = clock.instant();
            checkpoints.find(attempt.job(), now.minus(lease), now).ifPresent(checkpoint -> {
                restarts.goOn(checkpoint.runner(), checkpoint.restart(script(attempt, checkpoint)), true, now);
                tasks.goOnAt(
                        attempt.job(),
                        checkpoint.held().task(),
                        checkpoint.held().attempt().number());
            });
        }
    }

    /**
     * Has jobs go on that wait since the lease of a runner ended which is back after all.
     *
     * @param kept what the runner had not told before
     */
    public void offer(List<CheckpointRow> kept) {
        for (CheckpointRow checkpoint : kept) {
            String script = script(checkpoint.held().attempt(), checkpoint);
            if (restarts.offer(checkpoint, script, clock.instant())) {
                JobId job = checkpoint.held().attempt().job();
                tasks.goOnAt(
                        job,
                        checkpoint.held().task(),
                        checkpoint.held().attempt().number());
                transaction.afterCommit(() -> watch.changed(job));
            }
        }
    }

    /** What an attempt was to run instead of the manifest's script, when the next one begins with the same task. */
    private String script(AttemptRef attempt, CheckpointRow checkpoint) {
        return find(attempt)
                .map(RestartRow::restart)
                .filter(restart -> restart.task().equals(checkpoint.held().task()))
                .map(Restart::script)
                .orElse("");
    }

    private Optional<RestartRow> find(AttemptRef attempt) {
        return restarts.of(attempt.job()).stream()
                .filter(row -> row.attempt() == attempt.number())
                .findFirst();
    }

    /** What an attempt's end is worth: a guest that is lost fails a restart that somebody asked for, and no other. */
    Outcome judge(AttemptRef attempt, Outcome outcome) {
        boolean lost = outcome instanceof Outcome.StepFailed failed && failed.problem() == Problem.CHECKPOINT_LOST;
        return lost && find(attempt).filter(RestartRow::automatic).isPresent()
                ? new Outcome.RunnerFailed(Problem.CHECKPOINT_LOST, outcome.sentence())
                : outcome;
    }

    /** Has those begin anew whose runner went away again; called by one thread. */
    public void tick() {
        transaction.separate(() -> {
            List<JobId> jobs = restarts.forgetAbsent(clock.instant().minus(lease));
            if (!jobs.isEmpty()) {
                transaction.afterCommit(() -> {
                    queued.run();
                    watch.changed(jobs);
                });
            }
        });
    }
}
