// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.batch.ExecutionStatus.ABANDONED;
import static io.slipway.batch.ExecutionStatus.COMPLETED;
import static io.slipway.batch.ExecutionStatus.FAILED;
import static io.slipway.batch.ExecutionStatus.STARTED;
import static io.slipway.batch.ExecutionStatus.STOPPED;
import static io.slipway.master.BatchFixture.execution;
import static io.slipway.master.BatchFixture.moved;
import static io.slipway.master.BatchFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.ExecutionRef;
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
import io.slipway.master.operator.ControlExecution;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.Restart;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage.AbandonExecution;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.StandingGuest;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlExecutionTest {
    private static final TaskName BUILD = new TaskName("build");
    private static final TaskName CHECK = new TaskName("check");
    private static final RestartRequest FROM_TASK = new RestartRequest(From.FAILED_TASK, "");
    private static final RestartRequest FROM_START = new RestartRequest(From.START, "");
    private static final ExecutionRef EXECUTION = ref(7);
    private static final BiConsumer<ControlExecution, Caller> STOP =
            (control, caller) -> control.stop(caller, EXECUTION);
    private static final BiConsumer<ControlExecution, Caller> RESTART =
            (control, caller) -> control.restart(caller, EXECUTION, FROM_TASK);
    private static final BiConsumer<ControlExecution, Caller> RESTART_FROM_START =
            (control, caller) -> control.restart(caller, EXECUTION, FROM_START);
    private static final BiConsumer<ControlExecution, Caller> ABANDON =
            (control, caller) -> control.abandon(caller, EXECUTION);

    private MasterRig rig;
    private AttemptRef attempt;
    private JobId job;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        attempt = rig.handedOver().attempt();
        job = attempt.job();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt));
        tell(7, attempt, STARTED);
    }

    @Test
    void stoppedExecutionCancelsItsJobWhichCanBeRestarted() {
        command(STOP);

        CancelAttempt told = rig.messages.sent(CancelAttempt.class).get(0);
        assertThat(told).isEqualTo(new CancelAttempt(attempt, "Stopped by `~admin` as batch operator."));
        end(attempt, new Outcome.Cancelled(told.reason()));
        tell(7, attempt, STOPPED);
        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
        assertThat(rig.view(job).newestAttempt().orElseThrow().outcome()).isEqualTo(told.reason());
        command(RESTART_FROM_START);
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionStatus.class,
            names = {"STOPPED", "FAILED", "COMPLETED", "ABANDONED"})
    void executionThatHasEndedIsNotStopped(ExecutionStatus status) {
        tell(7, attempt, status);

        assertRefused(STOP, "it is `%s`".formatted(status.word()));
        assertThat(rig.messages.sent(CancelAttempt.class)).isEmpty();
    }

    @Test
    void executionWhoseAttemptHasEndedIsNotStopped() {
        end(attempt, new Outcome.TaskFailed(CHECK, 2));

        assertRefused(STOP, "its attempt has ended");
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void failedExecutionGoesOnWhereItsGuestIsKept() {
        fail(attempt);
        keep(attempt);
        assertThat(detail().checkpoint().task()).isEqualTo(CHECK);

        command((control, caller) -> control.restart(caller, EXECUTION, new RestartRequest(From.FAILED_TASK, "true")));
        rig.handOver();

        assertThat(rig.newestOrder().restart()).isEqualTo(new Restart(attempt, CHECK, "true", Restart.Kept.CHECKPOINT));
    }

    @Test
    void restartSaysThatNoGuestIsKept() {
        fail(attempt);

        assertRefused(RESTART, Problem.CHECKPOINT_ABSENT, "restart it from `start`");
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionStatus.class,
            names = {"STARTING", "STARTED", "STOPPING", "COMPLETED", "ABANDONED"})
    void onlyFailedAndStoppedExecutionsAreRestarted(ExecutionStatus status) {
        end(attempt, new Outcome.TaskFailed(CHECK, 2));
        tell(7, attempt, status);

        assertRefused(RESTART_FROM_START, "it is `%s`".formatted(status.word()));
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void executionThatWasTriedAgainSinceIsNotRestarted() {
        fail(attempt);
        command(RESTART_FROM_START);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();
        tell(8, second, FAILED);
        end(second, new Outcome.TaskFailed(CHECK, 2));

        assertRefused(RESTART_FROM_START, "the newest execution can be restarted");
        assertThat(detail().execution().restartable()).isFalse();
        assertThat(detail().others()).extracting(other -> other.restartable()).containsExactly(true);
    }

    @Test
    void executionWhoseJobWaitsAlreadyIsNotRestarted() {
        fail(attempt);
        command(RESTART_FROM_START);

        assertRefused(RESTART_FROM_START, Problem.JOB_NOT_RESTARTABLE, "it is `queued`");
        assertThat(detail().execution().restartable()).isFalse();
    }

    @Test
    void abandonedExecutionLosesWhatIsKeptOfIt() {
        fail(attempt);
        keep(attempt);

        command(ABANDON);

        assertThat(rig.messages.sent(AbandonExecution.class)).containsExactly(new AbandonExecution(attempt, 7));
        assertThat(detail().execution().abandoning()).isTrue();
        assertThat(rig.view(job).checkpoint()).isNull();
        keep(attempt);
        assertThat(rig.view(job).checkpoint())
                .as("the runner said it before it heard of it")
                .isNull();
        assertRefused(RESTART_FROM_START, "it is about to be abandoned");
        tell(7, attempt, ABANDONED);
        assertThat(detail().execution().abandoning()).isFalse();
        keep(attempt);
        assertThat(rig.view(job).checkpoint()).isNull();
        rig.transaction.separate(() -> rig.master.restart().restart(rig.admin, job, FROM_START));
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void guestThatStandsByEndsWithTheExecutionThatIsAbandoned() {
        fail(attempt);
        stand(attempt);
        assertThat(rig.view(job).standing()).isNotNull();

        command(ABANDON);
        stand(attempt);

        assertThat(rig.view(job).standing())
                .as("the runner said it before it heard of it")
                .isNull();
        assertThatThrownBy(() -> rig.transaction.separate(() ->
                        rig.master.restart().restart(rig.admin, job, new RestartRequest(From.STANDING_GUEST, ""))))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CHECKPOINT_ABSENT));
    }

    @Test
    void guestOfALaterAttemptIsKeptAllTheSame() {
        fail(attempt);
        command(RESTART_FROM_START);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();
        tell(8, second, FAILED);
        end(second, new Outcome.TaskFailed(CHECK, 2));
        keep(second);

        command(ABANDON);
        keep(second);

        assertThat(rig.view(job).checkpoint()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionStatus.class,
            names = {"STARTING", "STARTED", "STOPPING", "ABANDONED"})
    void executionThatRunsOrIsAbandonedIsNotAbandoned(ExecutionStatus status) {
        end(attempt, new Outcome.TaskFailed(CHECK, 2));
        tell(7, attempt, status);

        assertRefused(ABANDON, "it is `%s`".formatted(status.word()));
        assertThat(rig.messages.sent(AbandonExecution.class)).isEmpty();
    }

    @Test
    void executionThatIsDoneCanBeAbandonedTwice() {
        end(attempt, new Outcome.Succeeded());
        tell(7, attempt, COMPLETED);

        command(ABANDON);
        command(ABANDON);

        assertThat(rig.messages.sent(AbandonExecution.class)).hasSize(2);
    }

    @Test
    void executionOfAnAttemptThatHasNotEndedIsNotAbandoned() {
        tell(7, attempt, FAILED);

        assertRefused(ABANDON, "its attempt has not ended");
        assertThat(detail().execution().abandonable()).isFalse();
    }

    @Test
    void guestThatAJobGoesOnInIsNotTakenFromIt() {
        fail(attempt);
        keep(attempt);
        command(RESTART);
        assertRefused(ABANDON, "cancel the job first");
        rig.handOver();
        assertRefused(ABANDON, "cancel the job first");

        end(rig.newestOrder().attempt(), new Outcome.TaskFailed(CHECK, 2));

        command(ABANDON);
        assertThat(rig.view(job).checkpoint()).isNull();
    }

    @Test
    void runnerThatWasAwayIsAskedAgainUntilItAnswers() {
        fail(attempt);
        rig.clock.advance(Duration.ofMinutes(1));
        assertThat(detail().silentSince()).isNotNull();
        command(ABANDON);
        rig.messages.forget();
        rig.clock.advance(Duration.ofMinutes(1));
        remind(0, "the runner is silent");

        rig.beat(1);
        remind(1, "it is back");
        assertThat(detail().silentSince()).isNull();
        remind(2, "it has not answered");
        tell(7, attempt, ABANDONED);
        remind(2, "it has");
    }

    @Test
    void runnerHasTimeToAnswerAndADayAtTheMost() {
        fail(attempt);
        command(ABANDON);
        rig.messages.forget();
        remind(0, "it may be about to answer");

        rig.clock.advance(Duration.ofHours(25));
        rig.beat(1);
        remind(0, "nobody waits any more");
    }

    @Test
    void commandsAreForAdministratorsAlone() {
        fail(attempt);
        Caller readOnly = new Caller(rig.admin.userId(), "admin", true, Set.of(Grant.of("JOBS:RO")));
        for (var command : List.of(STOP, RESTART, RESTART_FROM_START, ABANDON)) {
            assertProblem(Problem.NOT_PERMITTED, command, rig.user("user-" + command.hashCode()));
            assertProblem(Problem.CREDENTIALS_MISSING, command, Caller.ANONYMOUS);
            assertProblem(Problem.SCOPE_MISSING, command, readOnly);
        }
        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(rig.messages.sent(AbandonExecution.class)).isEmpty();
    }

    @Test
    void executionThatIsNotThereIsSaidToBeUnknown() {
        for (long id : new long[] {-1, 0, 8}) {
            assertThatThrownBy(() -> command((control, caller) -> control.stop(caller, ref(id))))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.EXECUTION_UNKNOWN))
                    .hasMessage("Looking for execution %d of runner `runner-1`: there is none".formatted(id));
        }
    }

    private void command(BiConsumer<ControlExecution, Caller> command) {
        rig.transaction.separate(() -> command.accept(rig.master.controlExecution(), rig.admin));
    }

    private void assertRefused(BiConsumer<ControlExecution, Caller> command, String sentence) {
        assertRefused(command, Problem.EXECUTION_COMMAND_REFUSED, sentence);
    }

    private void assertRefused(BiConsumer<ControlExecution, Caller> command, Problem problem, String sentence) {
        assertThatThrownBy(() -> command(command))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageContaining(sentence);
    }

    private void assertProblem(Problem problem, BiConsumer<ControlExecution, Caller> command, Caller caller) {
        assertThatThrownBy(() -> rig.transaction.separate(() -> command.accept(rig.master.controlExecution(), caller)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private void remind(int expected, String why) {
        rig.master.abandonReminder().tick();
        assertThat(rig.messages.sent(AbandonExecution.class)).as(why).hasSize(expected);
    }

    private ExecutionDetail detail() {
        return rig.within(() -> rig.master.executions().find(rig.admin, EXECUTION));
    }

    private void fail(AttemptRef failed) {
        Instant now = rig.clock.instant();
        rig.apply(
                new TaskMoved(MasterRig.RUNNER, now, failed, BUILD, TaskStatus.SUCCESS, 0),
                new TaskMoved(MasterRig.RUNNER, now, failed, CHECK, TaskStatus.FAILED, 2));
        end(failed, new Outcome.TaskFailed(CHECK, 2));
        tell(7, failed, FAILED);
    }

    private void end(AttemptRef ended, Outcome outcome) {
        rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), ended, outcome));
    }

    private void tell(long id, AttemptRef of, ExecutionStatus status) {
        Instant now = rig.clock.instant();
        rig.apply(moved(now, execution(id, of, status, now)));
    }

    private void keep(AttemptRef of) {
        alive(List.of(new HeldCheckpoint(of, CHECK, rig.clock.instant().plus(Duration.ofHours(24)))), List.of());
    }

    private void stand(AttemptRef of) {
        alive(
                List.of(),
                List.of(new StandingGuest(of, CHECK, rig.clock.instant().plus(Duration.ofMinutes(10)), false)));
    }

    private void alive(List<HeldCheckpoint> checkpoints, List<StandingGuest> standing) {
        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                checkpoints,
                standing,
                ""));
    }
}
