// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.batch.ExecutionStatus.FAILED;
import static io.slipway.batch.ExecutionStatus.STARTED;
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
import io.slipway.job.Outcome;
import io.slipway.master.access.Caller;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.operator.ControlExecution;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage.AbandonExecution;
import io.slipway.message.StandingGuest;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** A master with a job that runs as execution 7 of its runner, and an administrator who operates it. */
final class OperatorRig {
    static final TaskName BUILD = new TaskName("build");
    static final TaskName CHECK = new TaskName("check");
    static final RestartRequest FROM_TASK = new RestartRequest(From.FAILED_TASK, "");
    static final RestartRequest FROM_START = new RestartRequest(From.START, "");
    static final ExecutionRef EXECUTION = ref(7);
    static final BiConsumer<ControlExecution, Caller> STOP = (control, caller) -> control.stop(caller, EXECUTION);
    static final BiConsumer<ControlExecution, Caller> RESTART =
            (control, caller) -> control.restart(caller, EXECUTION, FROM_TASK);
    static final BiConsumer<ControlExecution, Caller> RESTART_FROM_START =
            (control, caller) -> control.restart(caller, EXECUTION, FROM_START);
    static final BiConsumer<ControlExecution, Caller> ABANDON = (control, caller) -> control.abandon(caller, EXECUTION);

    final MasterRig rig = new MasterRig();
    final AttemptRef attempt = rig.handedOver().attempt();

    OperatorRig() {
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt));
        tell(7, attempt, STARTED);
    }

    void command(BiConsumer<ControlExecution, Caller> command) {
        rig.transaction.separate(() -> command.accept(rig.master.controlExecution(), rig.admin));
    }

    void assertRefused(BiConsumer<ControlExecution, Caller> command, String sentence) {
        assertRefused(command, Problem.EXECUTION_COMMAND_REFUSED, sentence);
    }

    void assertRefused(BiConsumer<ControlExecution, Caller> command, Problem problem, String sentence) {
        assertThatThrownBy(() -> command(command))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageContaining(sentence);
    }

    void assertProblem(Problem problem, BiConsumer<ControlExecution, Caller> command, Caller caller) {
        assertThatThrownBy(() -> rig.transaction.separate(() -> command.accept(rig.master.controlExecution(), caller)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    void remind(int expected, String why) {
        rig.master.abandonReminder().tick();
        assertThat(rig.messages.sent(AbandonExecution.class)).as(why).hasSize(expected);
    }

    ExecutionDetail detail() {
        return rig.within(() -> rig.master.executions().find(rig.admin, EXECUTION));
    }

    void fail(AttemptRef failed) {
        Instant now = rig.clock.instant();
        rig.apply(
                new TaskMoved(MasterRig.RUNNER, now, failed, BUILD, TaskStatus.SUCCESS, 0),
                new TaskMoved(MasterRig.RUNNER, now, failed, CHECK, TaskStatus.FAILED, 2));
        end(failed, new Outcome.TaskFailed(CHECK, 2));
        tell(7, failed, FAILED);
    }

    void end(AttemptRef ended, Outcome outcome) {
        rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), ended, outcome, AttemptAccount.NONE));
    }

    void tell(long id, AttemptRef of, ExecutionStatus status) {
        Instant now = rig.clock.instant();
        rig.apply(moved(now, execution(id, of, status, now)));
    }

    void keep(AttemptRef of) {
        alive(List.of(new HeldCheckpoint(of, CHECK, rig.clock.instant().plus(Duration.ofHours(24)))), List.of());
    }

    void stand(AttemptRef of) {
        alive(
                List.of(),
                List.of(new StandingGuest(of, CHECK, rig.clock.instant().plus(Duration.ofMinutes(10)), false)));
    }

    private void alive(List<HeldCheckpoint> checkpoints, List<StandingGuest> standing) {
        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                checkpoints,
                standing,
                "",
                ""));
    }
}
