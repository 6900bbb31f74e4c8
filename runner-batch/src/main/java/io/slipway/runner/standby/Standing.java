// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.standby;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.message.StandingGuest;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.Finish;
import io.slipway.task.Task;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One guest that stands by. Its end and its handing on exclude each other; whoever comes second waits for the first. */
final class Standing {
    private final AttemptRun run;
    private final Outcome outcome;
    private Instant until;
    private int visitors;
    private boolean visited;
    private boolean gone;

    Standing(AttemptRun run, Outcome outcome, Instant until) {
        this.run = run;
        this.outcome = outcome;
        this.until = until;
    }

    AttemptRun run() {
        return run;
    }

    AttemptRef attempt() {
        return run.attempt();
    }

    /** Whole seconds, which every store gives back as they were. */
    synchronized StandingGuest told() {
        return new StandingGuest(attempt(), nextTask().orElse(null), until.truncatedTo(ChronoUnit.SECONDS), visited);
    }

    /** Which task the job would go on with in this guest. */
    private Optional<TaskName> nextTask() {
        if (outcome instanceof Outcome.TaskFailed failed) {
            return Optional.of(failed.task());
        }
        boolean prepares = outcome instanceof Outcome.StepFailed failed && failed.phase() == Phase.PREPARE;
        return run.manifest().tasks().stream()
                .filter(first -> prepares)
                .map(Task::name)
                .findFirst();
    }

    synchronized boolean isOver(Instant now) {
        return visitors == 0 && until.isBefore(now) || now.isAfter(latest());
    }

    private Instant latest() {
        return until.isAfter(run.deadline()) ? until : run.deadline();
    }

    synchronized boolean isVisited() {
        return visitors > 0;
    }

    /** A person logs in: it stays at least until the attempt's deadline. */
    synchronized void enter() {
        visitors++;
        visited = true;
        until = latest();
    }

    /** @return whether it is not needed any more, because it stood by after success and the last visitor has gone */
    synchronized boolean leave(Instant now, Duration time) {
        visitors--;
        if (visitors == 0) {
            until = now.plus(time);
        }
        return visitors == 0 && outcome.status() == JobStatus.SUCCESS;
    }

    /** Hands its guest to another attempt; false when it has ended. */
    synchronized boolean handOn() {
        boolean handed = !gone;
        gone = true;
        return handed;
    }

    /** Ends it; returns when its checkpoint is kept. */
    synchronized void end() {
        if (!gone) {
            gone = true;
            new Finish(run).clearAway(outcome);
        }
    }
}
