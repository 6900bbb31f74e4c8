// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.job.RunnerName;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.log.JobWatch;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.master.settle.AutomaticRestart;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.Restart;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a job whose runner was killed and came back. */
class AutomaticRestartTest {
    private static final TaskName BUILD = new TaskName("build");
    private static final TaskName CHECK = new TaskName("check");
    private static final Outcome STOPPED = new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It was stopped.");
    private static final RunnerName OTHER = new RunnerName("runner-2");

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void jobGoesOnWhereItsGuestWasKept() {
        AttemptRef first = inSecondTask();

        comesBackWith(new HeldCheckpoint(first, CHECK, rig.clock.instant().plus(Duration.ofHours(1))));
        end(first, STOPPED);
        rig.beat(OTHER, 4);
        rig.handOver();

        assertThat(rig.newestOrder().restart()).isEqualTo(new Restart(first, CHECK, "", Restart.Kept.CHECKPOINT));
        assertThat(rig.newestOrder().attempt()).isEqualTo(new AttemptRef(first.job(), 2, 2));
        assertThat(statuses(first.job())).containsExactly(TaskStatus.SUCCESS, TaskStatus.PENDING);
        assertThat(rig.view(first.job()).attempts().get(1).restart().automatic())
                .isTrue();
    }

    @Test
    void jobOfWhichNothingWasKeptBeginsAnew() {
        AttemptRef first = inSecondTask();

        comesBackWith();
        end(first, STOPPED);
        rig.handOver();

        assertThat(rig.newestOrder().restart()).isNull();
        assertThat(statuses(first.job())).containsOnly(TaskStatus.PENDING);
    }

    @Test
    void jobThatWaitsSinceTheLeaseEndedGoesOnTooWhenItsRunnerIsBack() {
        AttemptRef first = inSecondTask();
        end(first, new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It was silent."));
        assertThat(rig.status(first.job())).isEqualTo(JobStatus.QUEUED);

        comesBackWith(new HeldCheckpoint(first, CHECK, rig.clock.instant().plus(Duration.ofHours(1))));
        rig.handOver();

        assertThat(rig.newestOrder().restart()).isEqualTo(new Restart(first, CHECK, "", Restart.Kept.CHECKPOINT));
        assertThat(statuses(first.job())).containsExactly(TaskStatus.SUCCESS, TaskStatus.PENDING);
    }

    @Test
    void jobThatAnotherRunnerHasStaysThere() {
        AttemptRef first = inSecondTask();
        end(first, new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It was silent."));
        rig.beat(OTHER, 1);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();

        comesBackWith(new HeldCheckpoint(first, CHECK, rig.clock.instant().plus(Duration.ofHours(1))));

        assertThat(second.number()).isEqualTo(2);
        assertThat(rig.view(first.job()).attempts()).hasSize(2);
        assertThat(rig.within(() -> rig.stores.restarts().of(first.job()))).isEmpty();
        assertThat(statuses(first.job())).containsOnly(TaskStatus.PENDING);
    }

    @Test
    void itCountsAsOneMoreTry() {
        AttemptRef attempt = inSecondTask();
        for (int n = 1; n < 3; n++) {
            comesBackWith(new HeldCheckpoint(attempt, CHECK, rig.clock.instant().plus(Duration.ofHours(1))));
            end(attempt, STOPPED);
            rig.handOver();
            attempt = rig.newestOrder().attempt();
            assertThat(attempt.number()).isEqualTo(n + 1);
        }

        comesBackWith(new HeldCheckpoint(attempt, CHECK, rig.clock.instant().plus(Duration.ofHours(1))));
        end(attempt, STOPPED);

        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void editedScriptIsNotForgotten() {
        AttemptRef first = inSecondTask();
        move(first, CHECK, TaskStatus.FAILED, 2);
        end(first, new Outcome.TaskFailed(CHECK, 2));
        HeldCheckpoint kept =
                new HeldCheckpoint(first, CHECK, rig.clock.instant().plus(Duration.ofHours(1)));
        comesBackWith(kept);
        rig.transaction.separate(() ->
                rig.master.restart().restart(rig.admin, first.job(), new RestartRequest(From.FAILED_TASK, "true")));
        rig.handOver();

        comesBackWith(kept);
        end(rig.newestOrder().attempt(), STOPPED);
        rig.handOver();

        assertThat(rig.newestOrder().attempt().number()).isEqualTo(3);
        assertThat(rig.newestOrder().restart()).isEqualTo(new Restart(first, CHECK, "true", Restart.Kept.CHECKPOINT));
    }

    @Test
    void editedScriptIsNotForgottenInAGuestThatIsKeptOfTheAttemptItself() {
        AttemptRef first = inSecondTask();
        move(first, CHECK, TaskStatus.FAILED, 2);
        end(first, new Outcome.TaskFailed(CHECK, 2));
        Instant later = rig.clock.instant().plus(Duration.ofHours(1));
        comesBackWith(new HeldCheckpoint(first, CHECK, later));
        rig.transaction.separate(() ->
                rig.master.restart().restart(rig.admin, first.job(), new RestartRequest(From.FAILED_TASK, "true")));
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();

        comesBackWith(new HeldCheckpoint(second, CHECK, later));
        end(second, STOPPED);
        rig.handOver();

        assertThat(rig.newestOrder().restart()).isEqualTo(new Restart(second, CHECK, "true", Restart.Kept.CHECKPOINT));
    }

    @Test
    void jobWhoseGuestIsLostAfterAllBeginsAnew() {
        AttemptRef first = inSecondTask();
        comesBackWith(new HeldCheckpoint(first, CHECK, rig.clock.instant().plus(Duration.ofHours(1))));
        end(first, STOPPED);
        rig.handOver();

        end(
                rig.newestOrder().attempt(),
                new Outcome.StepFailed(Phase.GUEST, Problem.CHECKPOINT_LOST, "No guest goes on from the checkpoint."));
        rig.handOver();

        assertThat(rig.newestOrder().attempt().number()).isEqualTo(3);
        assertThat(rig.newestOrder().restart()).isNull();
        assertThat(statuses(first.job())).containsOnly(TaskStatus.PENDING);
    }

    @Test
    void jobDoesNotWaitForARunnerThatGoesAwayAgain() {
        AttemptRef first = inSecondTask();
        comesBackWith(new HeldCheckpoint(first, CHECK, rig.clock.instant().plus(Duration.ofHours(1))));
        end(first, STOPPED);
        AutomaticRestart automatic = new AutomaticRestart(
                rig.stores, rig.transaction, new JobWatch(), () -> {}, Duration.ofSeconds(30), rig.clock);

        rig.clock.advance(Duration.ofSeconds(29));
        automatic.tick();
        assertThat(rig.within(() -> rig.stores.restarts().of(first.job())))
                .as("it waits for runner-1")
                .hasSize(1);

        rig.clock.advance(Duration.ofSeconds(2));
        automatic.tick();
        rig.beat(OTHER, 4);
        rig.handOver();

        assertThat(rig.view(first.job()).attempts()).hasSize(2);
        assertThat(rig.newestOrder().restart()).isNull();
        assertThat(statuses(first.job())).containsOnly(TaskStatus.PENDING);
    }

    private AttemptRef inSecondTask() {
        AttemptRef attempt = rig.handedOver().attempt();
        move(attempt, BUILD, TaskStatus.RUNNING, -1);
        move(attempt, BUILD, TaskStatus.SUCCESS, 0);
        move(attempt, CHECK, TaskStatus.RUNNING, -1);
        return attempt;
    }

    private void comesBackWith(HeldCheckpoint... kept) {
        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                List.of(kept),
                List.of(),
                "",
                ""));
    }

    private void move(AttemptRef attempt, TaskName task, TaskStatus status, int code) {
        rig.apply(new TaskMoved(MasterRig.RUNNER, rig.clock.instant(), attempt, task, status, code));
    }

    private void end(AttemptRef attempt, Outcome outcome) {
        rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), attempt, outcome, AttemptAccount.NONE));
    }

    private List<TaskStatus> statuses(JobId job) {
        return rig.view(job).tasks().stream().map(TaskView::status).toList();
    }
}
