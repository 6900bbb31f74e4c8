// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.TestParties;
import io.slipway.job.AttemptRef;
import io.slipway.job.RunnerName;
import io.slipway.master.store.EnrolmentStore.BroughtKeys;
import io.slipway.message.Beat;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.WorkOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of what a runner says about itself, what was said before changes nothing, whoever says it once more. */
class HeartbeatOrderTest {
    private static final RunnerName RUNNER = MasterRig.RUNNER;

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void heartbeatThatIsPlayedAgainRenewsNoLease() {
        AttemptRef attempt = begun();
        RunnerAlive last = alive(9, 1, attempt);
        rig.apply(last);
        Instant heard = heard();
        Instant until = leasedUntil(attempt);

        rig.clock.advance(Duration.ofSeconds(20));
        rig.apply(last, alive(8, 4, attempt), alive(9, 1, attempt));

        assertThat(heard()).isEqualTo(heard);
        assertThat(leasedUntil(attempt)).isEqualTo(until);
        rig.apply(alive(10, 1, attempt));
        assertThat(leasedUntil(attempt)).isEqualTo(until.plusSeconds(20));
    }

    @Test
    void heartbeatThatIsPlayedAgainBringsNoJobs() {
        rig.apply(alive(1, 2));
        rig.apply(alive(2, 0));
        rig.queue(rig.admin);

        rig.apply(alive(1, 2));
        rig.handOver();

        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
    }

    @Test
    void leaveThatIsPlayedAgainTakesNoSlots() {
        RunnerLeft left = new RunnerLeft(RUNNER, rig.clock.instant(), new Beat(1, 5));
        rig.apply(alive(4, 1));
        rig.apply(left);
        rig.apply(alive(new Beat(2, 1), 1));
        rig.queue(rig.admin);

        rig.apply(left);
        rig.handOver();

        assertThat(rig.messages.sent(WorkOrder.class)).hasSize(1);
    }

    @Test
    void heartbeatThatIsPlayedAgainHidesNoneThatComesWithIt() {
        AttemptRef attempt = begun();
        rig.apply(alive(7, 1, attempt));
        rig.clock.advance(Duration.ofSeconds(20));

        rig.apply(
                alive(8, 1, attempt),
                alive(3, 1, attempt),
                new RunnerLeft(RUNNER, rig.clock.instant(), new Beat(1, 2)));

        assertThat(heard()).isEqualTo(rig.clock.instant());
    }

    @Test
    void runnerWhoseClockWasSetBackIsHeardAsBefore() {
        AttemptRef attempt = begun();
        rig.apply(alive(7, 1, attempt));
        Instant until = leasedUntil(attempt);

        rig.clock.advance(Duration.ofSeconds(10));
        rig.apply(new RunnerAlive(
                RUNNER,
                rig.clock.instant().minus(Duration.ofDays(1)),
                new Beat(1, 8),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(attempt),
                List.of(),
                List.of(),
                "",
                ""));

        assertThat(leasedUntil(attempt)).isEqualTo(until.plusSeconds(10));
    }

    @Test
    void runnerThatWasEnrolledWithOtherKeysCountsAnew() {
        rig.apply(alive(1_000, 1));
        rig.clock.advance(Duration.ofSeconds(10));

        enrol(MasterRig.PARTIES.runner(RUNNER.value()).publicHalves());
        rig.apply(alive(3, 1));
        assertThat(heard()).as("the same keys").isEqualTo(rig.clock.instant().minusSeconds(10));

        enrol(TestParties.make().runner(RUNNER.value()).publicHalves());
        rig.apply(alive(3, 1));
        assertThat(heard()).as("other keys").isEqualTo(rig.clock.instant());
    }

    private void enrol(PublicKeys keys) {
        rig.within(() -> rig.stores
                .enrolments()
                .enrol(
                        RUNNER,
                        new BroughtKeys(keys.verifying().text(), keys.sealing().text(), ""),
                        true,
                        rig.clock.instant()));
    }

    private AttemptRef begun() {
        rig.queue(rig.admin);
        rig.apply(alive(1, 1));
        rig.handOver();
        AttemptRef attempt = rig.newestOrder().attempt();
        rig.apply(new AttemptStarted(RUNNER, rig.clock.instant(), attempt));
        return attempt;
    }

    private Instant heard() {
        return rig.within(() -> rig.stores.runners().heard(RUNNER)).orElseThrow();
    }

    private Instant leasedUntil(AttemptRef attempt) {
        return rig.within(() -> rig.stores.attempts().lock(List.of(attempt)))
                .get(0)
                .leaseExpires();
    }

    private RunnerAlive alive(long number, int slots, AttemptRef... running) {
        return alive(new Beat(1, number), slots, running);
    }

    private RunnerAlive alive(Beat beat, int slots, AttemptRef... running) {
        return new RunnerAlive(
                RUNNER,
                rig.clock.instant(),
                beat,
                List.of(MasterRig.DEBIAN),
                Set.of(),
                slots,
                List.of(running),
                List.of(),
                List.of(),
                "",
                "");
    }
}
