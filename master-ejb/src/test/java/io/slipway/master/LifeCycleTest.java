// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.PhaseEnded;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.WorkOrder;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
    private static final TaskName BUILD = new TaskName("build");
    private static final Outcome BROKEN = new Outcome.RunnerFailed(Problem.GUEST_SILENT, "The guest is silent.");
    private MasterRig rig;
    private AttemptRef attempt;
    private JobId job;

    @BeforeEach
    void handOverOneJob() {
        rig = new MasterRig();
        attempt = rig.handedOver().attempt();
        job = attempt.job();
    }

    @Test
    void aJobRunsFromTheFirstThingThatItsRunnerTells() {
        rig.apply(started());

        assertThat(rig.status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.view(job).newestAttempt().orElseThrow().started()).isEqualTo(rig.clock.instant());
    }

    @Test
    void aJobRunsAlsoWhenTheWordOfItsStartWasLost() {
        rig.apply(task(TaskStatus.RUNNING, -1));

        assertThat(rig.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void tasksPhasesAndTheEndAreKept() {
        rig.apply(goodLife().toArray(RunnerEvent[]::new));

        JobView view = rig.view(job);
        assertThat(view.status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(view.tasks()).extracting(TaskView::status).containsExactly(TaskStatus.SUCCESS, TaskStatus.PENDING);
        assertThat(view.tasks().get(0).exitCode()).isZero();
        assertThat(view.newestAttempt().orElseThrow().phases())
                .extracting(JobView.PhaseView::phase)
                .containsExactly(Phase.GUEST);
        assertThat(view.newestAttempt().orElseThrow().outcome()).isEqualTo("All tasks succeeded.");
    }

    @Test
    void everyEventMayComeTwiceInEveryWay() {
        List<RunnerEvent> twiceEach = new ArrayList<>();
        goodLife().forEach(event -> twiceEach.addAll(List.of(event, event)));
        rig.apply(twiceEach.toArray(RunnerEvent[]::new));
        JobView once = rig.view(job);
        rig.clock.advance(Duration.ofSeconds(3));

        rig.apply(twiceEach.toArray(RunnerEvent[]::new));
        for (RunnerEvent event : goodLife()) {
            rig.apply(event);
        }

        assertThat(rig.view(job)).isEqualTo(once);
    }

    @Test
    void aTaskThatFailsFailsTheJob() {
        rig.apply(
                started(),
                task(TaskStatus.RUNNING, -1),
                task(TaskStatus.FAILED, 2),
                ended(new Outcome.TaskFailed(BUILD, 2)));

        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(rig.view(job).tasks().get(0).exitCode()).isEqualTo(2);
        assertThat(rig.view(job).newestAttempt().orElseThrow().outcome())
                .isEqualTo("Task `build` ended with exit code 2.");
    }

    @Test
    void aTaskThatRanAtTheEndIsFailed() {
        rig.apply(started(), task(TaskStatus.RUNNING, -1), ended(new Outcome.TimedOut("During task `build`.")));

        assertThat(rig.status(job)).isEqualTo(JobStatus.TIMEOUT);
        assertThat(rig.view(job).tasks().get(0).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void aBrokenRunnerSendsTheJobBackToTheQueueWithANewEpoch() {
        rig.apply(started(), task(TaskStatus.RUNNING, -1), ended(BROKEN));
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.view(job).tasks()).extracting(TaskView::status).containsOnly(TaskStatus.PENDING);

        rig.handOver();

        AttemptRef second = rig.newestOrder().attempt();
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.epoch()).isGreaterThan(attempt.epoch());
        assertThat(rig.view(job).attempts()).hasSize(2);
    }

    @Test
    void aJobWhoseRunnersAlwaysBreakFailsAfterItsLastAttempt() {
        for (int number = 1; number <= 3; number++) {
            AttemptRef current = rig.newestOrder().attempt();
            assertThat(current.number()).isEqualTo(number);
            rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), current, BROKEN, AttemptAccount.NONE));
            rig.handOver();
        }

        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(rig.view(job).newestAttempt().orElseThrow().outcome())
                .isEqualTo("The guest is silent. This was the last of 3 attempts.");
    }

    @Test
    void anEventOfAnotherRunnerIsRefused() {
        RunnerName other = new RunnerName("other");

        rig.apply(new AttemptEnded(other, rig.clock.instant(), attempt, new Outcome.Succeeded(), AttemptAccount.NONE));

        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.master.refusals().count()).isEqualTo(1);
    }

    @Test
    void anEventOfAnOlderEpochIsRefused() {
        rig.apply(ended(BROKEN));
        rig.handOver();

        rig.apply(ended(new Outcome.Succeeded()), task(TaskStatus.SUCCESS, 0));

        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.view(job).tasks()).extracting(TaskView::status).containsOnly(TaskStatus.PENDING);
        assertThat(rig.master.refusals().count()).isEqualTo(2);
    }

    @Test
    void anEventOfAnEpochThatNeverWasIsRefused() {
        AttemptRef invented = new AttemptRef(job, 1, 7);

        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), invented, new Outcome.Succeeded(), AttemptAccount.NONE));

        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.master.refusals().count()).isEqualTo(1);
    }

    @Test
    void anEventThatCannotBeAppliedDoesNotKeepOthersWaiting() {
        Instant impossible = Instant.MAX;

        rig.apply(
                started(),
                new TaskMoved(MasterRig.RUNNER, impossible, attempt, BUILD, TaskStatus.RUNNING, -1),
                ended(new Outcome.Succeeded()));

        assertThat(rig.status(job)).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.master.applyEvents().dropped()).isEqualTo(1);
    }

    @Test
    void anOrderThatWasLostIsSentAgainAsItWas() {
        WorkOrder lost = rig.newestOrder();
        rig.messages.forget();

        rig.beat(1);
        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
        rig.beat(1);

        assertThat(rig.messages.sent(WorkOrder.class)).containsExactly(lost);
    }

    @Test
    void anOrderThatTheRunnerHoldsIsNotSentAgain() {
        rig.messages.forget();

        for (int beat = 0; beat < 5; beat++) {
            rig.beat(1, attempt);
        }

        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
    }

    @Test
    void aRunnerThatNeverTakesAnOrderLosesItByItsLease() {
        rig.messages.forget();
        for (int beat = 0; beat < 10; beat++) {
            rig.clock.advance(Duration.ofSeconds(10));
            rig.beat(1);
        }
        assertThat(rig.messages.sent(WorkOrder.class)).hasSize(2);
        assertThat(rig.within(() -> rig.stores.attempts().expired(rig.clock.instant(), 0, 10)))
                .containsExactly(attempt);
    }

    @Test
    void aHeartbeatRenewsTheLeaseOfWhatTheRunnerHolds() {
        rig.apply(started());
        rig.clock.advance(Duration.ofSeconds(29));
        rig.beat(1, attempt);
        rig.clock.advance(Duration.ofSeconds(29));

        assertThat(rig.within(() -> rig.stores.attempts().expired(rig.clock.instant(), 0, 10)))
                .isEmpty();
    }

    @Test
    void anAttemptThatIsOverHereIsCancelledOnItsRunner() {
        rig.apply(started(), ended(new Outcome.Succeeded()));

        rig.beat(1, attempt);

        assertThat(rig.messages.sent(CancelAttempt.class))
                .extracting(CancelAttempt::attempt)
                .containsExactly(attempt);
    }

    /** Defect 2 of the original: only a job that ran could be cancelled. */
    @Test
    void aWaitingJobIsCancelledAtOnce() {
        JobId waiting = rig.queue(rig.admin);

        cancel(waiting);

        assertThat(rig.status(waiting)).isEqualTo(JobStatus.CANCELLED);
        rig.beat(5, attempt);
        rig.handOver();
        assertThat(rig.messages.sent(WorkOrder.class)).hasSize(1);
    }

    @Test
    void aRunningJobIsCancelledByItsRunner() {
        rig.apply(started());

        cancel(job);

        assertThat(rig.status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.messages.sent(CancelAttempt.class))
                .extracting(CancelAttempt::attempt)
                .containsExactly(attempt);
        rig.apply(ended(new Outcome.Cancelled("Cancelled by `~admin`.")));
        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
    }

    /** Defect 2 of the original: the status stayed as it was when the runner did not know the job. */
    @Test
    void aJobThatItsRunnerHasNotBegunIsCancelledAtOnce() {
        cancel(job);

        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
        assertThat(rig.messages.sent(CancelAttempt.class))
                .extracting(CancelAttempt::attempt)
                .containsExactly(attempt);
        rig.apply(started(), ended(new Outcome.Succeeded()));
        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aCancelThatWasLostIsSaidAgainAtTheNextHeartbeat() {
        rig.apply(started());
        cancel(job);
        rig.messages.forget();

        rig.beat(1, attempt);

        assertThat(rig.messages.sent(CancelAttempt.class)).hasSize(1);
    }

    @Test
    void aCancelledJobIsNotTriedAgainWhenItsRunnerBreaks() {
        rig.apply(started());
        cancel(job);

        rig.apply(ended(BROKEN));

        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void anOrderOfACancelledJobIsNotSentAgain() {
        cancel(job);
        rig.messages.forget();

        rig.beat(1);
        rig.beat(1);

        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
    }

    @Test
    void aJobThatHasEndedIsNotCancelled() {
        rig.apply(started(), ended(new Outcome.Succeeded()));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> cancel(job))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.JOB_ENDED))
                .withMessageContaining("`success`");
    }

    @Test
    void onlyTheOwnerAndAdministratorsCancelAJob() {
        Caller stranger = rig.user("stranger");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() ->
                        rig.transaction.separate(() -> rig.master.control().cancel(stranger, job)))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.NOT_PERMITTED));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() ->
                        rig.transaction.separate(() -> rig.master.control().cancel(Caller.ANONYMOUS, job)))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.CREDENTIALS_MISSING));
    }

    @Test
    void phaseThatEndsAfterTheAttemptIsKeptAndChangesNothingElse() {
        rig.apply(started(), ended(new Outcome.Succeeded()));
        rig.apply(phase(Phase.TEARDOWN));

        JobView view = rig.view(job);
        assertThat(view.status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(view.newestAttempt().orElseThrow().phases())
                .extracting(JobView.PhaseView::phase)
                .containsExactly(Phase.TEARDOWN);
    }

    private List<RunnerEvent> goodLife() {
        return List.of(
                started(),
                phase(Phase.GUEST),
                task(TaskStatus.RUNNING, -1),
                task(TaskStatus.SUCCESS, 0),
                ended(new Outcome.Succeeded()));
    }

    private Instant at() {
        return rig.clock.instant();
    }

    private AttemptStarted started() {
        return new AttemptStarted(MasterRig.RUNNER, at(), attempt);
    }

    private PhaseEnded phase(Phase phase) {
        return new PhaseEnded(MasterRig.RUNNER, at(), attempt, phase, at().minusSeconds(2));
    }

    private TaskMoved task(TaskStatus status, int exitCode) {
        return new TaskMoved(MasterRig.RUNNER, at(), attempt, BUILD, status, exitCode);
    }

    private AttemptEnded ended(Outcome outcome) {
        return new AttemptEnded(MasterRig.RUNNER, at(), attempt, outcome, AttemptAccount.NONE);
    }

    private void cancel(JobId which) {
        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, which));
    }
}
