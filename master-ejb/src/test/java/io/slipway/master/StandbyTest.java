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
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.query.JobView.StandingView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.Restart;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage.EndStandby;
import io.slipway.message.RunnerMessage.HoldStandby;
import io.slipway.message.StandingGuest;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the master knows of guests that stand by, and how a job goes on in one. */
class StandbyTest {
    private static final TaskName BUILD = new TaskName("build");
    private static final TaskName CHECK = new TaskName("check");
    private static final RestartRequest AS_IT_IS = new RestartRequest(From.STANDING_GUEST, "");
    private static final RestartRequest FROM_START = new RestartRequest(From.START, "");

    private MasterRig rig;
    private AttemptRef first;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        first = rig.handedOver().attempt();
        move(first, BUILD, TaskStatus.SUCCESS, 0);
        move(first, CHECK, TaskStatus.FAILED, 2);
        end(first, new Outcome.TaskFailed(CHECK, 2));
    }

    @Test
    void jobShowsHowToLogInAndUntilWhen() {
        stand(standing(first, CHECK, false));

        StandingView view = rig.view(first.job()).standing();
        assertThat(view.command()).isEqualTo("ssh -t -p 2222 builds@runner-1.example connect " + first.job());
        assertThat(view.task()).isEqualTo(CHECK);
        assertThat(view.until()).isEqualTo(until());
        assertThat(view.visited()).isFalse();

        stand(standing(first, CHECK, true));
        assertThat(rig.view(first.job()).standing().visited()).isTrue();

        stand();
        assertThat(rig.view(first.job()).standing()).isNull();
    }

    @Test
    void jobGoesOnInTheGuestAsItIs() {
        stand(standing(first, CHECK, true));

        restart(AS_IT_IS);
        assertThat(rig.messages.sent(HoldStandby.class)).containsExactly(new HoldStandby(first));
        rig.handOver();

        assertThat(rig.newestOrder().restart()).isEqualTo(new Restart(first, CHECK, "", Restart.Kept.STANDING));
        assertThat(rig.view(first.job()).attempts().get(1).restart().standing()).isTrue();
        assertThat(rig.view(first.job()).tasks().get(0).status()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(rig.messages.sent(EndStandby.class)).isEmpty();
    }

    @Test
    void orderThatWasLostIsSentAgainForTheGuestAsItIs() {
        stand(standing(first, CHECK, true));
        restart(AS_IT_IS);
        rig.handOver();

        rig.beat(1);
        rig.beat(1);

        assertThat(rig.newestOrder().restart().guest()).isEqualTo(Restart.Kept.STANDING);
    }

    @Test
    void guestThatOnlyWaitsForAPersonIsNotGoneOnIn() {
        stand(standing(first, null, false));

        assertThat(rig.view(first.job()).standing().task()).isNull();
        assertRefused(AS_IT_IS, Problem.CHECKPOINT_ABSENT);
    }

    @Test
    void guestOfARunnerThatIsAwayIsNotGoneOnIn() {
        stand(standing(first, CHECK, false));
        rig.clock.advance(Duration.ofMinutes(1));

        assertThat(rig.view(first.job()).standing()).isNull();
        assertRefused(AS_IT_IS, Problem.CHECKPOINT_ABSENT);
        assertThat(rig.status(first.job())).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void restartInAnotherGuestEndsTheOneThatStandsBy() {
        stand(standing(first, CHECK, false));

        restart(FROM_START);

        assertThat(rig.messages.sent(EndStandby.class))
                .extracting(EndStandby::attempt)
                .containsExactly(first);
    }

    @Test
    void runnerIsToldAgainOfAGuestThatIsLeftBehind() {
        stand(standing(first, CHECK, false));
        restart(FROM_START);
        rig.handOver();
        int told = rig.messages.sent(EndStandby.class).size();

        stand(standing(first, CHECK, false));

        assertThat(rig.messages.sent(EndStandby.class)).hasSize(told + 1);
    }

    @Test
    void guestThatTheJobGoesOnInIsNotLeftBehind() {
        stand(standing(first, CHECK, false));
        restart(AS_IT_IS);
        rig.handOver();

        stand(standing(first, CHECK, false));

        assertThat(rig.messages.sent(EndStandby.class)).isEmpty();
    }

    @Test
    void guestOfAnEarlierAttemptIsNotTheJobsAnyMore() {
        restart(FROM_START);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();
        end(second, new Outcome.TaskFailed(BUILD, 1));

        stand(standing(first, CHECK, false));

        assertThat(rig.view(first.job()).standing()).isNull();
    }

    @Test
    void cancellingAJobThatHasEndedEndsItsGuest() {
        stand(standing(first, CHECK, false));

        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, first.job()));

        assertThat(rig.messages.sent(EndStandby.class))
                .extracting(EndStandby::attempt)
                .containsExactly(first);
        assertThat(rig.status(first.job())).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void cancellingAJobThatHasEndedAndHasNoGuestIsRefused() {
        assertThatThrownBy(() ->
                        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, first.job())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Problem.JOB_ENDED));
    }

    @Test
    void guestOfAJobThatIsNotKnownHarmsNobody() {
        stand(standing(new AttemptRef(new JobId(987_654), 1, 1), CHECK, false), standing(first, CHECK, false));

        assertThat(rig.view(first.job()).standing()).isNotNull();
    }

    private Instant until() {
        return rig.clock.instant().plus(Duration.ofMinutes(10));
    }

    private StandingGuest standing(AttemptRef attempt, TaskName task, boolean visited) {
        return new StandingGuest(attempt, task, until(), visited);
    }

    private void stand(StandingGuest... guests) {
        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                List.of(),
                List.of(guests),
                "runner-1.example:2222",
                ""));
    }

    private void move(AttemptRef attempt, TaskName task, TaskStatus status, int code) {
        rig.apply(new TaskMoved(MasterRig.RUNNER, rig.clock.instant(), attempt, task, TaskStatus.RUNNING, -1));
        rig.apply(new TaskMoved(MasterRig.RUNNER, rig.clock.instant(), attempt, task, status, code));
    }

    private void end(AttemptRef attempt, Outcome outcome) {
        rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), attempt, outcome, AttemptAccount.NONE));
    }

    private void restart(RestartRequest request) {
        rig.transaction.separate(() -> rig.master.restart().restart(rig.admin, first.job(), request));
    }

    private void assertRefused(RestartRequest request, Problem problem) {
        assertThatThrownBy(() -> restart(request))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}
