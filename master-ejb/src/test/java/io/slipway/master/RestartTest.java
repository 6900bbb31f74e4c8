// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.Restart;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.WorkOrder;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestartTest {
    private static final TaskName BUILD = new TaskName("build");
    private static final TaskName CHECK = new TaskName("check");
    private static final RestartRequest FROM_TASK = new RestartRequest(From.FAILED_TASK, "");
    private static final RestartRequest FROM_START = new RestartRequest(From.START, "");

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void jobGoesOnAtTheTaskThatFailedWhereItsGuestIsKept() {
        AttemptRef first = failed();
        JobId job = first.job();
        HeldCheckpoint checkpoint = held(first, CHECK);
        keep(MasterRig.RUNNER, checkpoint);
        assertThat(rig.view(job).checkpoint().task()).isEqualTo(CHECK);

        restart(job, new RestartRequest(From.FAILED_TASK, "true"));
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
        rig.beat(new RunnerName("runner-2"), 4);
        rig.handOver();

        assertThat(rig.newestOrder().restart())
                .as("runner-2 has slots too, and not the guest")
                .isEqualTo(new Restart(first, CHECK, "true", Restart.Kept.CHECKPOINT));
        AttemptRef second = rig.newestOrder().attempt();
        assertThat(second).isEqualTo(new AttemptRef(job, 2, 2));
        assertThat(rig.view(job).attempts().get(1).runner()).isEqualTo("runner-1");
        assertThat(statuses(job)).containsExactly(TaskStatus.SUCCESS, TaskStatus.PENDING);
        succeed(second, CHECK);
        JobView view = rig.view(job);
        assertThat(view.status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(view.tasks()).extracting(TaskView::attempt).containsExactly(1, 2);
        assertThat(view.attempts().get(1).restart().editedScript()).isTrue();
        assertThat(log(job, BUILD)).isEqualTo("built");
    }

    @Test
    void jobRunsAgainFromTheStart() {
        AttemptRef first = failed();

        restart(first.job(), FROM_START);
        assertThat(statuses(first.job())).containsOnly(TaskStatus.PENDING);
        rig.handOver();

        assertThat(rig.newestOrder().attempt().number()).isEqualTo(2);
        assertThat(rig.newestOrder().restart()).isNull();
    }

    @Test
    void restartThatLosesItsRunnerBeginsAnew() {
        AttemptRef first = failed();
        keep(MasterRig.RUNNER, held(first, CHECK));
        restart(first.job(), FROM_TASK);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();

        end(second, new Outcome.RunnerFailed(Problem.GUEST_LOST, "It broke."));
        rig.handOver();

        WorkOrder third = rig.newestOrder();
        assertThat(third.attempt().number()).isEqualTo(3);
        assertThat(third.restart()).isNull();
        assertThat(statuses(first.job())).containsOnly(TaskStatus.PENDING);
    }

    @Test
    void guestOfAnAttemptThatWasBegunAnewSinceIsLeftBehind() {
        AttemptRef first = failed();
        keep(MasterRig.RUNNER, held(first, CHECK));
        restart(first.job(), FROM_START);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();
        move(second, BUILD, TaskStatus.RUNNING, -1);
        move(second, BUILD, TaskStatus.FAILED, 2);
        end(second, new Outcome.TaskFailed(BUILD, 2));

        assertThat(rig.view(first.job()).checkpoint()).isNull();
        assertRefused(first.job(), FROM_TASK, Problem.CHECKPOINT_ABSENT);
    }

    @Test
    void restartThatFailsIsRestartedFromTheSameGuest() {
        AttemptRef first = failed();
        keep(MasterRig.RUNNER, held(first, CHECK));
        restart(first.job(), FROM_TASK);
        rig.handOver();
        end(rig.newestOrder().attempt(), new Outcome.TaskFailed(CHECK, 2));

        restart(first.job(), FROM_TASK);
        rig.handOver();

        assertThat(rig.newestOrder().attempt().number()).isEqualTo(3);
        assertThat(rig.newestOrder().restart().from()).isEqualTo(first);
    }

    @Test
    void attemptsAreCountedAnewFromARestartOn() {
        AttemptRef attempt = failed();
        restart(attempt.job(), FROM_START);
        for (int n = 1; n <= 3; n++) {
            rig.handOver();
            assertThat(rig.newestOrder().attempt().number()).isEqualTo(n + 1);
            end(rig.newestOrder().attempt(), new Outcome.RunnerFailed(Problem.GUEST_LOST, "It broke."));
        }

        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void orderThatWasLostIsSentAgainWithWhereItGoesOn() {
        AttemptRef first = failed();
        keep(MasterRig.RUNNER, held(first, CHECK));
        restart(first.job(), FROM_TASK);
        rig.handOver();
        WorkOrder sent = rig.newestOrder();

        rig.beat(1);
        rig.beat(1);

        assertThat(rig.messages.sent(WorkOrder.class).stream().filter(sent::equals))
                .hasSize(2);
    }

    @Test
    void jobThatHasNotFailedIsNotRestarted() {
        JobId job = rig.queue(rig.admin);

        assertRefused(job, FROM_START, Problem.JOB_NOT_RESTARTABLE);
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void secondOfTwoRestartsIsRefused() {
        JobId job = failed().job();
        restart(job, FROM_START);

        assertRefused(job, FROM_START, Problem.JOB_NOT_RESTARTABLE);
    }

    @Test
    void withoutACheckpointTheJobStaysAsItWas() {
        AttemptRef first = failed();
        assertRefused(first.job(), FROM_TASK, Problem.CHECKPOINT_ABSENT);

        keep(MasterRig.RUNNER, held(first, CHECK));
        rig.clock.advance(Duration.ofMinutes(1));
        assertRefused(first.job(), FROM_TASK, Problem.CHECKPOINT_ABSENT);

        keep(MasterRig.RUNNER);
        assertRefused(first.job(), FROM_TASK, Problem.CHECKPOINT_ABSENT);
        assertThat(rig.status(first.job())).isEqualTo(JobStatus.FAILED);
        assertThat(statuses(first.job())).containsExactly(TaskStatus.SUCCESS, TaskStatus.FAILED);
    }

    @Test
    void scriptIsForTheTaskThatFailedAlone() {
        AttemptRef first = failed();
        assertRefused(first.job(), new RestartRequest(From.START, "true"), Problem.REQUEST_ILLEGAL);

        keep(MasterRig.RUNNER, held(first, BUILD));
        assertRefused(first.job(), new RestartRequest(From.FAILED_TASK, "true"), Problem.REQUEST_ILLEGAL);
    }

    @Test
    void strangersRestartNothing() {
        AttemptRef first = failed();
        Caller stranger = rig.user("stranger");

        assertThatThrownBy(() ->
                        rig.transaction.separate(() -> rig.master.restart().restart(stranger, first.job(), FROM_START)))
                .isInstanceOf(ProblemException.class);
        assertThat(rig.status(first.job())).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void checkpointOfAJobThatIsNotKnownHarmsNobody() {
        AttemptRef first = failed();

        keep(MasterRig.RUNNER, held(new AttemptRef(new JobId(987_654), 1, 1), CHECK), held(first, CHECK));

        assertThat(rig.view(first.job()).checkpoint()).isNotNull();
    }

    /** A job whose second task has failed. */
    private AttemptRef failed() {
        AttemptRef attempt = rig.handedOver().attempt();
        succeed(attempt, BUILD);
        byte[] text = "built".getBytes(StandardCharsets.UTF_8);
        rig.apply(new LogAppended(MasterRig.RUNNER, rig.clock.instant(), attempt, LogName.of(BUILD), 0, text));
        move(attempt, CHECK, TaskStatus.RUNNING, -1);
        move(attempt, CHECK, TaskStatus.FAILED, 2);
        end(attempt, new Outcome.TaskFailed(CHECK, 2));
        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.FAILED);
        return attempt;
    }

    private void succeed(AttemptRef attempt, TaskName task) {
        move(attempt, task, TaskStatus.RUNNING, -1);
        move(attempt, task, TaskStatus.SUCCESS, 0);
        if (task.equals(CHECK)) {
            end(attempt, new Outcome.Succeeded());
        }
    }

    private void move(AttemptRef attempt, TaskName task, TaskStatus status, int code) {
        rig.apply(new TaskMoved(MasterRig.RUNNER, rig.clock.instant(), attempt, task, status, code));
    }

    private void end(AttemptRef attempt, Outcome outcome) {
        rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), attempt, outcome, AttemptAccount.NONE));
    }

    private HeldCheckpoint held(AttemptRef attempt, TaskName task) {
        return new HeldCheckpoint(attempt, task, rig.clock.instant().plus(Duration.ofHours(24)));
    }

    private void keep(RunnerName runner, HeldCheckpoint... checkpoints) {
        rig.apply(new RunnerAlive(
                runner,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                List.of(checkpoints),
                List.of(),
                "",
                ""));
    }

    private void restart(JobId job, RestartRequest request) {
        rig.transaction.separate(() -> rig.master.restart().restart(rig.admin, job, request));
    }

    private void assertRefused(JobId job, RestartRequest request, Problem problem) {
        assertThatThrownBy(() -> restart(job, request))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    private List<TaskStatus> statuses(JobId job) {
        return rig.view(job).tasks().stream().map(TaskView::status).toList();
    }

    private String log(JobId job, TaskName task) {
        return new String(
                rig.within(() -> rig.master.logs().read(rig.admin, job, 0, LogName.of(task), 0, 100))
                        .bytes(),
                StandardCharsets.UTF_8);
    }
}
