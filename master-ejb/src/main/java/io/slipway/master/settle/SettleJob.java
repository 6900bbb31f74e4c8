// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.settle;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.master.log.JobWatch;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.AttemptStore.AttemptEnd;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.Transaction;
import io.slipway.master.trigger.FireTriggers;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Closes attempts and jobs: the only writer of terminal statuses.
 *
 * <p>An attempt ends once; ending it again changes nothing. When the runner broke, the job goes back to the queue until its attempts
 * are used up, unless somebody wants it cancelled. Runs in the caller's transaction, on attempts that the caller has locked. What an end
 * has to be told to is stored with it.
 */
public final class SettleJob {
    private final JobStore jobs;
    private final TaskStore tasks;
    private final AttemptStore attempts;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Runnable slotFreed;
    private final int mostAttempts;
    private final AutomaticRestart automatic;
    private final FireTriggers triggers;
    private final Clock clock;

    /** @param slotFreed is told after the commit that a runner has a free slot or a job waits again */
    public SettleJob(
            Stores stores,
            Transaction transaction,
            JobWatch watch,
            Runnable slotFreed,
            int mostAttempts,
            AutomaticRestart automatic,
            FireTriggers triggers,
            Clock clock) {
        this.jobs = stores.jobs();
        this.tasks = stores.tasks();
        this.attempts = stores.attempts();
        this.transaction = transaction;
        this.watch = watch;
        this.slotFreed = slotFreed;
        this.mostAttempts = mostAttempts;
        this.automatic = automatic;
        this.triggers = triggers;
        this.clock = clock;
    }

    /** Settles each attempt that is live by its outcome, and the job with it. */
    public void settle(List<Ending> endings) {
        if (endings.isEmpty()) {
            return;
        }
        List<Ending> decided = endings.stream().map(this::decide).toList();
        Set<AttemptRef> ended = new HashSet<>(attempts.end(decided.stream()
                .map(ending -> new AttemptEnd(ending.attempt().ref(), ending.outcome(), ending.at()))
                .toList()));
        List<Ending> again = new ArrayList<>();
        Map<JobId, JobStatus> ends = new TreeMap<>();
        for (Ending ending : decided) {
            JobId job = ending.attempt().ref().job();
            if (!ended.contains(ending.attempt().ref())) {
                continue;
            }
            if (ending.outcome().mayBeTriedAgain() && hasAttemptLeft(ending)) {
                again.add(ending);
            } else {
                ends.put(job, ending.outcome().status());
            }
        }
        move(again, ends);
    }

    /** Ends a job that no runner has as cancelled; false when a runner has it, or it has ended. */
    public boolean cancelIdle(JobId job) {
        boolean cancelled = jobs.cancelIdle(job, clock.instant());
        if (cancelled) {
            triggers.ended(List.of(job), false);
            transaction.afterCommit(() -> watch.changed(job));
        }
        return cancelled;
    }

    private void move(List<Ending> again, Map<JobId, JobStatus> ends) {
        Instant now = clock.instant();
        List<JobId> queued = jobs(again);
        if (!again.isEmpty()) {
            jobs.queueAgain(queued, now);
            tasks.stop(queued);
            again.forEach(ending -> automatic.begin(ending.attempt().ref(), ending.outcome()));
        }
        if (!ends.isEmpty()) {
            List<JobId> ended = jobs.end(ends, now);
            tasks.cutOff(ends.keySet(), now);
            triggers.ended(ended, true);
        }
        transaction.afterCommit(() -> {
            slotFreed.run();
            watch.changed(queued);
            watch.changed(ends.keySet());
        });
    }

    private static List<JobId> jobs(List<Ending> endings) {
        return endings.stream().map(ending -> ending.attempt().ref().job()).toList();
    }

    /** What a runner's breaking means for the job: cancelled when somebody wanted that, and the end after the last attempt. */
    private Ending decide(Ending told) {
        Ending ending = told.with(automatic.judge(told.attempt().ref(), told.outcome()));
        Outcome outcome = ending.outcome();
        if (!outcome.mayBeTriedAgain()) {
            return ending;
        }
        if (ending.attempt().cancelRequested()) {
            return ending.with(new Outcome.Cancelled("Cancelled. " + outcome.sentence()));
        }
        if (hasAttemptLeft(ending)) {
            return ending;
        }
        return ending.with(new Outcome.RunnerFailed(
                Problem.ATTEMPTS_USED_UP,
                "%s This was the last of %d attempts.".formatted(outcome.sentence(), mostAttempts)));
    }

    private boolean hasAttemptLeft(Ending ending) {
        return ending.attempt().tries() < mostAttempts;
    }

    /**
     * An attempt that is to end.
     *
     * @param attempt locked by the caller's transaction
     */
    public record Ending(AttemptRow attempt, Outcome outcome, Instant at) {
        private Ending with(Outcome other) {
            return new Ending(attempt, other, at);
        }
    }
}
