// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.batch.ExecutionStatus.FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.query.JobView.LogView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.WorkOrder;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevokeRunnerTest {
    private static final RunnerName OTHER = new RunnerName("runner-2");
    private static final TaskName BUILD = new TaskName("build");

    private MasterRig rig;
    private AttemptRef attempt;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        attempt = rig.handedOver().attempt();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt));
    }

    @Test
    void jobsOfARevokedRunnerGoBackToTheQueueAndToAnother() {
        revoke();

        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.view(attempt.job()).newestAttempt().orElseThrow().outcome())
                .isEqualTo("Runner `runner-1` was revoked by `~admin`.");
        rig.handOver();
        assertThat(rig.view(attempt.job()).attempts()).hasSize(1);

        rig.beat(OTHER, 1);
        rig.handOver();
        assertThat(rig.newestOrder().attempt().number()).isEqualTo(2);
        assertThat(rig.newestOrder().attempt().epoch()).isGreaterThan(attempt.epoch());
    }

    @Test
    void itIsToldToCancelAfterItsInboxWasEmptiedAndNothingElse() {
        rig.messages.forget();

        revoke();
        rig.beat(4);

        assertThat(rig.messages.discarded()).containsExactly(MasterRig.RUNNER);
        assertThat(rig.messages.sent(RunnerMessage.class))
                .containsExactly(new CancelAttempt(attempt, "The runner was revoked."));
    }

    @Test
    void everyEventOfARevokedRunnerIsRefusedAndCounted() {
        revoke();
        long before = rig.master.refusals().count();

        rig.apply(alive(4));
        rig.apply(bytes());
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), attempt, new Outcome.Succeeded(), AttemptAccount.NONE));
        rig.apply(BatchFixture.moved(
                rig.clock.instant(), BatchFixture.execution(7, attempt, FAILED, rig.clock.instant())));

        assertThat(rig.master.refusals().count()).isEqualTo(before + 4);
        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.view(attempt.job()).newestAttempt().orElseThrow().logs())
                .extracting(LogView::length)
                .isEmpty();
        assertThat(rig.within(() -> rig.stores.executions().find(BatchFixture.ref(7))))
                .isEmpty();
    }

    @Test
    void jobHandedOverInTheSameMomentIsTakenBackTooOrIsNotHandedOver() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        for (int round = 0; round < 20; round++) {
            RunnerName racing = new RunnerName("racing-" + round);
            rig.beat(racing, 4);
            List<JobId> jobs =
                    Stream.generate(() -> rig.queue(rig.admin)).limit(4).toList();
            CyclicBarrier together = new CyclicBarrier(2);

            Future<?> handingOver = executor.submit(() -> {
                together.await();
                rig.handOver();
                return true;
            });
            together.await();
            revoke(rig.admin, racing);
            handingOver.get();

            assertThat(rig.within(() -> rig.stores.attempts().live(racing))).isEmpty();
            assertThat(rig.within(() -> rig.stores.queue().waiting(100))).isEqualTo(4);
            // One that is taken back too often ends: the next round has others.
            jobs.forEach(
                    job -> rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, job)));
        }
        executor.shutdown();
    }

    @Test
    void jobDoesNotGoOnInAGuestThatARevokedRunnerKeeps() {
        rig.apply(
                alive(1, new HeldCheckpoint(attempt, BUILD, rig.clock.instant().plus(Duration.ofHours(1)))));

        revoke();
        rig.beat(OTHER, 1);
        rig.handOver();

        assertThat(rig.newestOrder().attempt().number()).isEqualTo(2);
        assertThat(rig.newestOrder().restart()).isNull();
    }

    @Test
    void jobThatWaitsToGoOnAtARevokedRunnerBeginsAnew() {
        rig.apply(
                alive(1, new HeldCheckpoint(attempt, BUILD, rig.clock.instant().plus(Duration.ofHours(1)))));
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER,
                rig.clock.instant(),
                attempt,
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It was killed."),
                AttemptAccount.NONE));
        assertThat(rig.within(() -> rig.stores.restarts().of(attempt.job()))).hasSize(1);

        revoke();
        rig.within(() -> rig.stores.restarts().forgetAbsent(rig.clock.instant().minusSeconds(30)));
        rig.beat(OTHER, 1);
        rig.handOver();

        assertThat(rig.newestOrder().attempt().number()).isEqualTo(2);
        assertThat(rig.newestOrder().restart()).isNull();
    }

    @Test
    void imageThatARevokedRunnerAloneOffersIsOfferedNoMore() {
        assertThat(rig.within(() -> rig.master.images().names())).containsExactly("debian/bookworm");

        revoke();

        assertThat(rig.within(() -> rig.master.images().names())).isEmpty();
        assertThat(rig.within(() -> rig.stores.runners().anyKnown())).isFalse();
    }

    @Test
    void secondClickChangesNothing() {
        revoke();
        rig.beat(OTHER, 1);
        rig.handOver();
        rig.messages.forget();

        revoke();

        assertThat(rig.messages.sent(RunnerMessage.class)).isEmpty();
        assertThat(rig.view(attempt.job()).attempts()).hasSize(2);
    }

    @Test
    void runnerThatThereIsNotIsNotRevoked() {
        assertThat(refusal(rig.admin, new RunnerName("nobody"))).isEqualTo(Problem.RUNNER_UNKNOWN);
    }

    @Test
    void onlyAdministratorsRevoke() {
        assertThat(refusal(rig.user("mira"), MasterRig.RUNNER)).isEqualTo(Problem.NOT_PERMITTED);
        assertThat(refusal(Caller.ANONYMOUS, MasterRig.RUNNER)).isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void jobThatIsToBeCancelledEndsWithItsRunner() {
        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, attempt.job()));

        revoke();

        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void orderThatWasLostIsNotSentAgainToARevokedRunner() {
        rig.queue(rig.admin);
        rig.beat(2, attempt);
        rig.handOver();
        revoke();
        rig.messages.forget();

        rig.beat(2);
        rig.beat(2);

        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
    }

    private RunnerAlive alive(int slots, HeldCheckpoint... kept) {
        return new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                slots,
                List.of(attempt),
                List.of(kept),
                List.of(),
                "",
                "");
    }

    private LogAppended bytes() {
        return new LogAppended(
                MasterRig.RUNNER, rig.clock.instant(), attempt, LogName.SETUP, 0, "forged\n".getBytes(UTF_8));
    }

    private void revoke() {
        revoke(rig.admin, MasterRig.RUNNER);
    }

    private void revoke(Caller caller, RunnerName runner) {
        rig.transaction.separate(() -> rig.master.enrolments().revocation().revoke(caller, runner));
    }

    private Problem refusal(Caller caller, RunnerName runner) {
        return catchThrowableOfType(ProblemException.class, () -> revoke(caller, runner))
                .problem();
    }
}
