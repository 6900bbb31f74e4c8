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

/**
 * One guest that stands by. Of its end, its handing on and a visit, one comes first and the others find that out; who wants it ended waits
 * until it is. What it tells of itself waits for nothing: heartbeats do.
 */
final class Standing {
    private final AttemptRun run;
    private final Outcome outcome;
    private final Object ending = new Object();
    private Instant until;
    private int visitors;
    private boolean visited;
    private boolean held;
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

    private Instant latest() {
        return until.isAfter(run.deadline()) ? until : run.deadline();
    }

    /** A person logs in: it stays at least until the attempt's deadline. @return false when it has ended */
    synchronized boolean enter() {
        if (gone) {
            return false;
        }
        visitors++;
        visited = true;
        until = latest();
        return true;
    }

    /** @return whether it is not needed any more, because it stood by after success and the last visitor has gone */
    synchronized boolean leave(Instant now, Duration time) {
        visitors--;
        if (visitors == 0 && !held) {
            until = now.plus(time);
        }
        return visitors == 0 && outcome.status() == JobStatus.SUCCESS;
    }

    /** Its job waits to go on in it. */
    synchronized void hold() {
        held = true;
        until = latest();
    }

    /** Hands its guest to another attempt; false when it has ended. */
    synchronized boolean handOn() {
        boolean handed = !gone;
        gone = true;
        return handed;
    }

    private synchronized boolean claimIfOver(Instant now) {
        boolean over = visitors == 0 && until.isBefore(now) || now.isAfter(latest());
        return over && handOn();
    }

    private synchronized boolean claimIfIdle() {
        return visitors == 0 && !held && handOn();
    }

    /** Ends it; returns when its checkpoint is kept. */
    void end() {
        synchronized (ending) {
            if (handOn()) {
                new Finish(run).clearAway(outcome);
            }
        }
    }

    /** Ends it if its time is over. @return whether it did */
    boolean endIfOver(Instant now) {
        synchronized (ending) {
            boolean over = claimIfOver(now);
            if (over) {
                new Finish(run).clearAway(outcome);
            }
            return over;
        }
    }

    /** Ends it unless somebody is in it. @return whether it did */
    boolean endIfIdle() {
        synchronized (ending) {
            boolean idle = claimIfIdle();
            if (idle) {
                new Finish(run).clearAway(outcome);
            }
            return idle;
        }
    }
}
