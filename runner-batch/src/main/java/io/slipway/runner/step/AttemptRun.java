// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.error.Family;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.manifest.Manifest;
import io.slipway.message.WorkOrder;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.log.AttemptLogs;
import io.slipway.runner.report.EventReport;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One attempt while it runs: its order and manifest, its guest, its logs, and how it is interrupted.
 *
 * <p>Steps call {@link #check} between any two things they do. {@link #interrupt} ends what runs in the guest at once; the
 * first interruption is the attempt's outcome. Safe for many threads.
 */
public final class AttemptRun {
    private final WorkOrder order;
    private final Manifest manifest;
    private final Guest guest;
    private final AttemptLogs logs;
    private final EventReport report;
    private final Checkpoints checkpoints;
    private final AtomicReference<Outcome> interruption = new AtomicReference<>();
    private final AtomicReference<Outcome> failure = new AtomicReference<>();
    private volatile boolean complete;
    private volatile Phase phase = Phase.GUEST;
    private volatile Instant phaseBegan;

    public AttemptRun(
            WorkOrder order,
            Manifest manifest,
            Guest guest,
            AttemptLogs logs,
            EventReport report,
            Checkpoints checkpoints) {
        this.order = order;
        this.manifest = manifest;
        this.guest = guest;
        this.logs = logs;
        this.report = report;
        this.checkpoints = checkpoints;
        this.phaseBegan = report.now();
    }

    public AttemptRef attempt() {
        return order.attempt();
    }

    public WorkOrder order() {
        return order;
    }

    public Manifest manifest() {
        return manifest;
    }

    public Guest guest() {
        return guest;
    }

    public AttemptLogs logs() {
        return logs;
    }

    public EventReport report() {
        return report;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** @throws AttemptEndedException when the attempt was interrupted */
    public void check() {
        Outcome reason = interruption.get();
        if (reason != null) {
            throw new AttemptEndedException(reason);
        }
    }

    /** Ends the attempt now: cancelled, deadline passed, lease lost. The first call counts. */
    public void interrupt(Outcome reason) {
        if (interruption.compareAndSet(null, reason)) {
            guest.interrupt();
        }
    }

    /** A task said that the tasks behind it are not needed. */
    public void declareComplete() {
        complete = true;
    }

    public boolean isComplete() {
        return complete;
    }

    /** Begins a phase and reports the one before. */
    public void begin(Phase next) {
        endPhase();
        phase = next;
        phaseBegan = report.now();
    }

    /** Reports the phase that was begun last. */
    public void endPhase() {
        if (phase != null) {
            report.phase(attempt(), phase, phaseBegan);
        }
        phase = null;
    }

    /** Remembers why a step failed; the first failure counts. */
    public void fail(Throwable cause) {
        failure.compareAndSet(null, outcomeOf(cause));
    }

    /** How the attempt ended; an interruption is the reason of whatever failed after it. */
    public Outcome outcome(boolean everyStepSucceeded) {
        return Optional.ofNullable(interruption.get())
                .or(() -> Optional.ofNullable(failure.get()))
                .orElseGet(() -> everyStepSucceeded
                        ? new Outcome.Succeeded()
                        : new Outcome.RunnerFailed(Problem.DEFECT, "The batch job ended without saying why."));
    }

    private Outcome outcomeOf(Throwable cause) {
        if (cause instanceof AttemptEndedException ended) {
            return ended.outcome();
        }
        if (cause instanceof ProblemException problem) {
            return problem.problem().family() == Family.USER
                    ? new Outcome.StepFailed(
                            phase == null ? Phase.TASKS : phase, problem.problem(), problem.getMessage())
                    : new Outcome.RunnerFailed(problem.problem(), problem.getMessage());
        }
        return new Outcome.RunnerFailed(Problem.DEFECT, "The runner stumbled: " + cause);
    }
}
