// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.operator;

import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.control.ControlJob;
import io.slipway.master.control.RestartJob;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.CheckpointStore;
import io.slipway.master.store.ExecutionRow;
import io.slipway.master.store.ExecutionStore;
import io.slipway.master.store.RestartStore;
import io.slipway.master.store.Stores;
import io.slipway.message.RunnerMessage.AbandonExecution;
import java.time.Clock;
import java.util.List;

/** Stops, restarts and abandons executions, for administrators. Every command runs in one transaction. */
public final class ControlExecution {
    private final ExecutionQuery query;
    private final ExecutionStore executions;
    private final AttemptStore attempts;
    private final RestartStore restarts;
    private final CheckpointStore checkpoints;
    private final ControlJob control;
    private final RestartJob restart;
    private final Outbox outbox;
    private final Clock clock;

    public ControlExecution(
            ExecutionQuery query, Stores stores, ControlJob control, RestartJob restart, Outbox outbox, Clock clock) {
        this.query = query;
        this.executions = stores.executions();
        this.attempts = stores.attempts();
        this.restarts = stores.restarts();
        this.checkpoints = stores.checkpoints();
        this.control = control;
        this.restart = restart;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Has the runner stop an execution that runs: its job is cancelled, and can be restarted.
     *
     * @throws ProblemException EXECUTION_UNKNOWN or EXECUTION_COMMAND_REFUSED
     */
    public void stop(Caller caller, ExecutionRef execution) {
        ExecutionRow row = commanded(caller, execution);
        if (!row.execution().status().isRunning()) {
            throw refused("Stopping", row, "one that runs can be stopped");
        }
        if (!control.stop(caller, row.execution().attempt())) {
            throw refused("Stopping", row, "its attempt has ended, and its runner has not told yet what became of it");
        }
    }

    /**
     * Has the job of an execution that ended before it was done go on.
     *
     * @throws ProblemException EXECUTION_UNKNOWN, EXECUTION_COMMAND_REFUSED, or what {@link RestartJob} throws
     */
    public void restart(Caller caller, ExecutionRef execution, RestartRequest request) {
        ExecutionRow row = commanded(caller, execution);
        if (!row.execution().status().mayBeRestarted()) {
            throw refused("Restarting", row, "`failed` and `stopped` ones can be restarted");
        }
        if (row.abandonAsked() != null) {
            throw refused("Restarting", row, "it is about to be abandoned; its job can be restarted from `start`");
        }
        if (!row.newest()) {
            throw refused("Restarting", row, "its job was tried again since; the newest execution can be restarted");
        }
        restart.restart(caller, row.execution().attempt().job(), request);
    }

    /**
     * Has the runner never restart an execution that has ended. What it keeps for that goes, so the job can be restarted from the start alone.
     *
     * @throws ProblemException EXECUTION_UNKNOWN or EXECUTION_COMMAND_REFUSED
     */
    public void abandon(Caller caller, ExecutionRef execution) {
        ExecutionRow row = commanded(caller, execution);
        AttemptRef attempt = row.execution().attempt();
        if (row.execution().status().isRunning() || row.execution().status() == ExecutionStatus.ABANDONED) {
            throw refused("Abandoning", row, "`failed`, `stopped` and `completed` ones can be abandoned");
        }
        if (attempts.lock(List.of(attempt)).stream().anyMatch(AttemptRow::isLive)) {
            throw refused("Abandoning", row, "its attempt has not ended");
        }
        if (restarts.goesOn(attempt.job(), row.runner())) {
            throw refused("Abandoning", row, "its job goes on in a guest that the runner keeps; cancel the job first");
        }
        if (!executions.askToAbandon(row, clock.instant())) {
            throw refused("Abandoning", query.known(execution), "it has moved on in this moment");
        }
        checkpoints.drop(row.runner(), attempt);
        outbox.send(row.runner(), new AbandonExecution(attempt, execution.id()));
    }

    private ExecutionRow commanded(Caller caller, ExecutionRef execution) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        return query.known(execution);
    }

    private static ProblemException refused(String doing, ExecutionRow row, String why) {
        return new ProblemException(
                Problem.EXECUTION_COMMAND_REFUSED,
                "%s %s: it is `%s`; %s"
                        .formatted(doing, row.ref(), row.execution().status().word(), why));
    }
}
