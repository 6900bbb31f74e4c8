// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.log.JobWatch;
import io.slipway.master.message.Outbox;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.master.settle.AutomaticRestart;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.sweep.LeaseReaper;
import io.slipway.master.trigger.FireTriggers;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.WorkOrder;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseReaperTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration TIME_LIMIT = Duration.ofMinutes(45);
    private static final Duration OVERTIME = Duration.ofMinutes(10);
    private MasterRig rig;
    private Optional<Instant> hearingSince;
    private RunnerName deaf;
    private LeaseReaper reaper;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        hearingSince = Optional.of(rig.clock.instant());
        JobWatch watch = new JobWatch();
        AutomaticRestart automatic =
                new AutomaticRestart(rig.stores, rig.transaction, watch, () -> {}, LEASE, rig.clock);
        FireTriggers triggers =
                new FireTriggers(rig.stores, rig.transaction, URI.create("http://127.0.0.1:8080"), () -> {}, rig.clock);
        SettleJob settle =
                new SettleJob(rig.stores, rig.transaction, watch, () -> {}, 3, automatic, triggers, rig.clock);
        reaper = new LeaseReaper(
                rig.stores.attempts(),
                settle,
                rig.transaction,
                new Outbox(rig.messages, rig.transaction, rig.keyring),
                runner -> runner.equals(deaf) ? Optional.empty() : hearingSince,
                LEASE,
                rig.clock);
    }

    /** Defect 3 of the original: a job whose runner had died stayed `running` for ever. */
    @Test
    void aJobWhoseRunnerIsSilentGoesBackToTheQueueAndOn() {
        AttemptRef lost = rig.handedOver().attempt();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), lost));

        rig.clock.advance(LEASE.plusMillis(1));
        reaper.tick();

        assertThat(rig.status(lost.job())).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.view(lost.job()).newestAttempt().orElseThrow().outcome())
                .isEqualTo("Runner `runner-1` gave no sign of life for 30 seconds.");
        assertThat(rig.messages.sent(CancelAttempt.class))
                .extracting(CancelAttempt::attempt)
                .containsExactly(lost);
        rig.beat(1);
        rig.handOver();
        assertThat(rig.newestOrder().attempt().number()).isEqualTo(2);
        assertThat(rig.newestOrder().attempt().epoch()).isGreaterThan(lost.epoch());
    }

    @Test
    void aJobThatIsToBeCancelledIsCancelledWhenItsRunnerIsSilent() {
        JobId job = rig.handedOver().attempt().job();
        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, job));

        rig.clock.advance(LEASE.plusMillis(1));
        reaper.tick();

        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void nothingIsTakenBackBeforeTheLeaseEnds() {
        JobId job = rig.handedOver().attempt().job();

        rig.clock.advance(LEASE);
        reaper.tick();

        assertThat(rig.view(job).newestAttempt().orElseThrow().ended()).isNull();
    }

    @Test
    void nothingIsTakenBackUntilTheMasterHasHeardRunnersForAWholeLease() {
        JobId job = rig.handedOver().attempt().job();
        rig.clock.advance(Duration.ofHours(1));

        hearingSince = Optional.empty();
        reaper.tick();
        hearingSince = Optional.of(rig.clock.instant().minus(LEASE).plusMillis(1));
        reaper.tick();
        assertThat(rig.view(job).newestAttempt().orElseThrow().ended()).isNull();

        rig.clock.advance(Duration.ofMillis(1));
        reaper.tick();
        assertThat(rig.view(job).newestAttempt().orElseThrow().ended()).isNotNull();
    }

    @Test
    void aRunnerThatTheMasterDoesNotHearKeepsNoOtherFromBeingTakenBack() {
        JobId unheard = rig.handedOver().attempt().job();
        RunnerName other = new RunnerName("runner-2");
        rig.queue(rig.admin);
        rig.beat(other, 1);
        rig.handOver();
        JobId silent = rig.newestOrder().attempt().job();
        deaf = MasterRig.RUNNER;

        rig.clock.advance(LEASE.plusMillis(1));
        reaper.tick();

        assertThat(rig.view(unheard).newestAttempt().orElseThrow().ended()).isNull();
        assertThat(rig.view(silent).newestAttempt().orElseThrow().ended()).isNotNull();
    }

    @Test
    void aJobThatItsRunnerHoldsLongAfterTheTimeLimitTimesOut() {
        AttemptRef held = rig.handedOver().attempt();
        rig.clock.advance(Duration.ofSeconds(20));
        rig.apply(
                new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), held),
                new TaskMoved(
                        MasterRig.RUNNER, rig.clock.instant(), held, new TaskName("build"), TaskStatus.RUNNING, -1));

        holdUntilNow(held, TIME_LIMIT.plus(OVERTIME));
        assertThat(rig.status(held.job())).isEqualTo(JobStatus.RUNNING);
        holdUntilNow(held, Duration.ofMillis(1));

        JobView job = rig.view(held.job());
        assertThat(job.status()).isEqualTo(JobStatus.TIMEOUT);
        assertThat(job.tasks()).extracting(TaskView::status).containsExactly(TaskStatus.FAILED, TaskStatus.PENDING);
        assertThat(job.newestAttempt().orElseThrow().outcome())
                .isEqualTo("The job's time limit passed, and runner `runner-1` did not end it.");
        assertThat(rig.messages.sent(CancelAttempt.class))
                .containsExactly(new CancelAttempt(held, "The time limit has passed."));
    }

    @Test
    void whatTheRunnerSaysAfterItTimedOutChangesNothingAndItIsToldAgain() {
        AttemptRef held = rig.handedOver().attempt();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), held));
        holdUntilNow(held, TIME_LIMIT.plus(OVERTIME).plusMillis(1));
        rig.messages.forget();

        rig.beat(1, held);
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), held, new Outcome.Succeeded(), AttemptAccount.NONE));
        reaper.tick();

        assertThat(rig.status(held.job())).isEqualTo(JobStatus.TIMEOUT);
        assertThat(rig.messages.sent(CancelAttempt.class))
                .extracting(CancelAttempt::attempt)
                .containsExactly(held);
    }

    @Test
    void aJobThatItsRunnerHoldsWithoutEverBeginningTimesOut() {
        AttemptRef held = rig.handedOver().attempt();

        holdUntilNow(held, TIME_LIMIT.plus(OVERTIME));
        assertThat(rig.status(held.job())).isEqualTo(JobStatus.QUEUED);
        holdUntilNow(held, Duration.ofMillis(1));

        assertThat(rig.status(held.job())).isEqualTo(JobStatus.TIMEOUT);
    }

    @Test
    void aJobThatIsToBeCancelledAndIsHeldLongAfterTheTimeLimitIsCancelled() {
        AttemptRef held = rig.handedOver().attempt();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), held));
        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, held.job()));

        holdUntilNow(held, TIME_LIMIT.plus(OVERTIME).plusMillis(1));

        assertThat(rig.status(held.job())).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aRunnerThatIsSilentAfterTheTimeLimitLosesTheJobToAnother() {
        AttemptRef lost = rig.handedOver().attempt();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), lost));

        rig.clock.advance(TIME_LIMIT.plus(OVERTIME).plusMillis(1));
        reaper.tick();

        assertThat(rig.status(lost.job())).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void nothingTimesOutWhileTheMasterDoesNotHearWhetherItHasEnded() {
        AttemptRef held = rig.handedOver().attempt();
        hearingSince = Optional.empty();

        holdUntilNow(held, TIME_LIMIT.plus(OVERTIME).plusMillis(1));

        assertThat(rig.view(held.job()).newestAttempt().orElseThrow().ended()).isNull();
    }

    @Test
    void rowsThatCannotBeMendedNeverKeepOthersWaiting() {
        int rows = 250;
        for (int i = 0; i < rows; i++) {
            rig.queue(rig.admin);
        }
        rig.beat(rows);
        rig.handOver();
        refuseToMove("new.job_id <= 150");
        rig.clock.advance(LEASE.plusMillis(1));

        for (int tick = 0; tick < 3; tick++) {
            reaper.tick();
        }

        assertThat(waiting()).isEqualTo(100);
        refuseToMove("false");
        for (int tick = 0; tick < 3; tick++) {
            reaper.tick();
        }
        assertThat(waiting()).isEqualTo(rows);
        assertThat(rig.messages.sent(WorkOrder.class)).hasSize(rows);
    }

    /** The runner says all the while that it holds the attempt. */
    private void holdUntilNow(AttemptRef held, Duration passed) {
        rig.clock.advance(passed);
        rig.beat(1, held);
        reaper.tick();
    }

    private int waiting() {
        return rig.within(() -> rig.stores.queue().waiting(1_000));
    }

    /** Rows that no statement can end, as a fault of the database would make them. */
    private void refuseToMove(String condition) {
        TestServers.execute("""
                create or replace function refuse() returns trigger language plpgsql as
                $$begin raise exception 'this row does not move'; end$$
                """);
        TestServers.execute("drop trigger if exists refuse on attempt");
        TestServers.execute("create trigger refuse before update on attempt for each row when (" + condition
                + ") execute function refuse()");
    }
}
