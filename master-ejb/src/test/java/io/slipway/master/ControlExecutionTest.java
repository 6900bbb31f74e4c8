// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.batch.ExecutionStatus.FAILED;
import static io.slipway.batch.ExecutionStatus.STOPPED;
import static io.slipway.master.BatchFixture.ref;
import static io.slipway.master.OperatorRig.ABANDON;
import static io.slipway.master.OperatorRig.CHECK;
import static io.slipway.master.OperatorRig.EXECUTION;
import static io.slipway.master.OperatorRig.RESTART;
import static io.slipway.master.OperatorRig.RESTART_FROM_START;
import static io.slipway.master.OperatorRig.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.ExecutionStatus;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.message.Restart;
import io.slipway.message.RunnerMessage.AbandonExecution;
import io.slipway.message.RunnerMessage.CancelAttempt;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlExecutionTest {
    private OperatorRig operator;
    private MasterRig rig;
    private AttemptRef attempt;
    private JobId job;

    @BeforeEach
    void start() {
        operator = new OperatorRig();
        rig = operator.rig;
        attempt = operator.attempt;
        job = attempt.job();
    }

    @Test
    void stoppedExecutionCancelsItsJobWhichCanBeRestarted() {
        operator.command(STOP);

        CancelAttempt told = rig.messages.sent(CancelAttempt.class).get(0);
        assertThat(told).isEqualTo(new CancelAttempt(attempt, "Stopped by `~admin` as batch operator."));
        operator.end(attempt, new Outcome.Cancelled(told.reason()));
        operator.tell(7, attempt, STOPPED);
        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
        assertThat(rig.view(job).newestAttempt().orElseThrow().outcome()).isEqualTo(told.reason());
        operator.command(RESTART_FROM_START);
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionStatus.class,
            names = {"STOPPED", "FAILED", "COMPLETED", "ABANDONED"})
    void executionThatHasEndedIsNotStopped(ExecutionStatus status) {
        operator.tell(7, attempt, status);

        operator.assertRefused(STOP, "it is `%s`".formatted(status.word()));
        assertThat(rig.messages.sent(CancelAttempt.class)).isEmpty();
    }

    @Test
    void executionWhoseAttemptHasEndedIsNotStopped() {
        operator.end(attempt, new Outcome.TaskFailed(CHECK, 2));

        operator.assertRefused(STOP, "its attempt has ended");
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void failedExecutionGoesOnWhereItsGuestIsKept() {
        operator.fail(attempt);
        operator.keep(attempt);
        assertThat(operator.detail().checkpoint().task()).isEqualTo(CHECK);

        operator.command(
                (control, caller) -> control.restart(caller, EXECUTION, new RestartRequest(From.FAILED_TASK, "true")));
        rig.handOver();

        assertThat(rig.newestOrder().restart()).isEqualTo(new Restart(attempt, CHECK, "true", Restart.Kept.CHECKPOINT));
    }

    @Test
    void restartSaysThatNoGuestIsKept() {
        operator.fail(attempt);

        operator.assertRefused(RESTART, Problem.CHECKPOINT_ABSENT, "restart it from `start`");
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionStatus.class,
            names = {"STARTING", "STARTED", "STOPPING", "COMPLETED", "ABANDONED"})
    void onlyFailedAndStoppedExecutionsAreRestarted(ExecutionStatus status) {
        operator.end(attempt, new Outcome.TaskFailed(CHECK, 2));
        operator.tell(7, attempt, status);

        operator.assertRefused(RESTART_FROM_START, "it is `%s`".formatted(status.word()));
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void executionThatWasTriedAgainSinceIsNotRestarted() {
        operator.fail(attempt);
        operator.command(RESTART_FROM_START);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();
        operator.tell(8, second, FAILED);
        operator.end(second, new Outcome.TaskFailed(CHECK, 2));

        operator.assertRefused(RESTART_FROM_START, "the newest execution can be restarted");
        assertThat(operator.detail().execution().restartable()).isFalse();
        assertThat(operator.detail().others())
                .extracting(other -> other.restartable())
                .containsExactly(true);
    }

    @Test
    void executionWhoseJobWaitsAlreadyIsNotRestarted() {
        operator.fail(attempt);
        operator.command(RESTART_FROM_START);

        operator.assertRefused(RESTART_FROM_START, Problem.JOB_NOT_RESTARTABLE, "it is `queued`");
        assertThat(operator.detail().execution().restartable()).isFalse();
    }

    @Test
    void commandsAreForAdministratorsAlone() {
        operator.fail(attempt);
        Caller readOnly = new Caller(rig.admin.userId(), "admin", true, Set.of(Grant.of("JOBS:RO")));
        for (var command : List.of(STOP, RESTART, RESTART_FROM_START, ABANDON)) {
            operator.assertProblem(Problem.NOT_PERMITTED, command, rig.user("user-" + command.hashCode()));
            operator.assertProblem(Problem.CREDENTIALS_MISSING, command, Caller.ANONYMOUS);
            operator.assertProblem(Problem.SCOPE_MISSING, command, readOnly);
        }
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(rig.messages.sent(AbandonExecution.class)).isEmpty();
    }

    @Test
    void executionThatIsNotThereIsSaidToBeUnknown() {
        for (long id : new long[] {-1, 0, 8}) {
            assertThatThrownBy(() -> operator.command((control, caller) -> control.stop(caller, ref(id))))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.EXECUTION_UNKNOWN))
                    .hasMessage("Looking for execution %d of runner `runner-1`: there is none".formatted(id));
        }
    }
}
