// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.error.Family;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.manifest.Manifest;
import io.slipway.message.AttemptAccount;
import io.slipway.message.AttemptAccount.TaskEnd;
import io.slipway.message.WorkOrder;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.log.AttemptLogs;
import io.slipway.runner.report.EventReport;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One attempt while it runs: its order and manifest, its guest, its logs, and how it is interrupted.
 *
 * <p>Steps call {@link #check} between any two things they do. {@link #interrupt} ends what runs in the guest at once; the
 * first interruption is the attempt's outcome, unless a task had failed before and nobody cancels. Safe for many threads.
 */
public final class AttemptRun {
    /** Exit code of a task that has none. */
    static final int NOT_ENDED = -1;

    private final WorkOrder order;
    private final Manifest manifest;
    private final Guest guest;
    private final AttemptLogs logs;
    private final EventReport report;
    private final Checkpoints checkpoints;
    private final TransferFolder transfers;
    /** Also what was decided, so that nothing interrupts the attempt any more. */
    private final AtomicReference<Outcome> interruption = new AtomicReference<>();

    private final AtomicReference<Outcome> failure = new AtomicReference<>();
    private final Instant began;
    private final long earlier;
    private final Map<TaskName, TaskEnd> taskEnds = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile Runnable whenInterrupted = () -> {};
    private volatile long execution;
    private volatile boolean reached;
    private volatile boolean complete;
    private volatile boolean interrupted;
    private volatile Phase phase = Phase.GUEST;
    private volatile Instant phaseBegan;

    /**
     * What an attempt runs in.
     *
     * @param execution of the batch job that it goes on from; 0 for none
     */
    public record Scene(Guest guest, Checkpoints checkpoints, long execution, TransferFolder transfers) {}

    public AttemptRun(WorkOrder order, Manifest manifest, Scene scene, AttemptLogs logs, EventReport report) {
        this.order = order;
        this.manifest = manifest;
        this.guest = scene.guest();
        this.checkpoints = scene.checkpoints();
        this.earlier = scene.execution();
        this.transfers = scene.transfers();
        this.logs = logs;
        this.report = report;
        this.began = report.now();
        this.phaseBegan = began;
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

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    TransferFolder transfers() {
        return transfers;
    }

    /** When its time is up, counted from the order's arrival. */
    public Instant deadline() {
        return began.plus(order.timeLimit());
    }

    /** The execution of the batch job that this attempt goes on from; 0 for none. */
    public long earlierExecution() {
        return earlier;
    }

    /** The execution of the batch job that runs this attempt; 0 before it has begun. */
    public long execution() {
        return execution;
    }

    public void executedBy(long execution) {
        this.execution = execution;
    }

    /** Tells that a task begins. @return when */
    Instant begin(TaskName task) {
        report.task(attempt(), task, TaskStatus.RUNNING, NOT_ENDED);
        return report.now();
    }

    /** Tells how a task ended. @param started null for one that was skipped */
    void end(TaskName task, TaskStatus status, int exitCode, Instant started) {
        report.task(attempt(), task, status, exitCode);
        taskEnds.put(task, new TaskEnd(task, status, exitCode, started, report.now()));
    }

    /** What became of its tasks and, once these are closed, its logs. */
    AttemptAccount account() {
        return new AttemptAccount(List.copyOf(taskEnds.values()), logs.ends());
    }

    /** @throws AttemptEndedException when the attempt was interrupted */
    public void check() {
        Outcome reason = interruption.get();
        if (reason != null) {
            throw new AttemptEndedException(reason);
        }
    }

    /** @param action run once, at the first {@link #interrupt}, before the guest is interrupted */
    public void whenInterrupted(Runnable action) {
        whenInterrupted = action;
    }

    /** Ends the attempt now: cancelled, deadline passed, lease lost. The first call counts. */
    public void interrupt(Outcome reason) {
        if (interruption.compareAndSet(null, reason)) {
            whenInterrupted.run();
            guest.interrupt();
        }
    }

    /** The guest answers. */
    void reached() {
        reached = true;
    }

    /** Whether the guest has ever answered. */
    public boolean isReached() {
        return reached;
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

    /** Remembers why a step failed; the first failure counts. What fails after an interruption fails because of it. */
    public void fail(Throwable cause) {
        failure.compareAndSet(null, Optional.ofNullable(interruption.get()).orElseGet(() -> outcomeOf(cause)));
    }

    /** Whether a task has failed, and nobody has interrupted the attempt: its guest is as the task left it, and answers. */
    boolean isOverByItsTask() {
        return interruption.get() == null && failure.get() instanceof Outcome.TaskFailed;
    }

    /**
     * Decides how the attempt ended; an interruption is the reason of whatever failed after it. One that comes between a task's failure and this
     * counts only when somebody cancels: the job has failed by then. One that comes later finds the attempt decided, and leaves its guest alone.
     */
    public Outcome decide(boolean everyStepSucceeded) {
        Outcome found = Optional.ofNullable(failure.get())
                .orElseGet(() -> everyStepSucceeded
                        ? new Outcome.Succeeded()
                        : new Outcome.RunnerFailed(Problem.DEFECT, "The batch job ended without saying why."));
        if (interruption.compareAndSet(null, found)) {
            return found;
        }
        Outcome reason = interruption.get();
        interrupted = reason != found;
        return found instanceof Outcome.TaskFailed && !(reason instanceof Outcome.Cancelled) ? found : reason;
    }

    /** Whether it was interrupted before it was decided: nothing more can be done with its guest but to keep its checkpoint and close it. */
    public boolean wasInterrupted() {
        return interrupted;
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
