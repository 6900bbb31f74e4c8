// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.image.OfferedImage;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.WorkOrder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchTest {
    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void aJobWaitsUntilARunnerHasAFreeSlot() {
        JobId job = rig.queue(rig.admin);
        rig.handOver();
        assertThat(orders()).isEmpty();

        rig.beat(1);
        rig.handOver();

        assertThat(orders()).extracting(order -> order.attempt().job()).containsExactly(job);
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void anOrderCarriesEverythingThatTheRunnerNeeds() {
        WorkOrder order = rig.handedOver();

        JobId job = order.attempt().job();
        assertThat(order.attempt().number()).isEqualTo(1);
        assertThat(order.attempt().epoch()).isEqualTo(1);
        assertThat(order.owner()).isEqualTo("admin");
        assertThat(order.manifest()).isEqualTo(MasterRig.MANIFEST);
        assertThat(order.jobUrl()).isEqualTo(URI.create("http://127.0.0.1:8080/~admin/job/" + job));
        assertThat(order.uploads()).isEqualTo(URI.create("http://127.0.0.1:8080/api/uploads/" + job));
        assertThat(order.environment())
                .containsEntry("CI_NAME", "sourcehut")
                .containsEntry("JOB_ID", job.toString())
                .containsEntry("JOB_URL", order.jobUrl().toString());
        assertThat(order.timeLimit()).isEqualTo(Duration.ofMinutes(45));
        assertThat(order.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(order.uploadToken()).hasSizeGreaterThan(40);
    }

    @Test
    void aRunnerGetsNoMoreJobsThanItHasFreeSlots() {
        for (int i = 0; i < 5; i++) {
            rig.queue(rig.admin);
        }

        rig.beat(2);
        rig.handOver();
        assertThat(orders()).hasSize(2);

        WorkOrder first = orders().get(0);
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), first.attempt(), new Outcome.Succeeded(), AttemptAccount.NONE));
        rig.handOver();
        assertThat(orders()).hasSize(3);
    }

    @Test
    void theOlderOfEqualJobsGoesFirst() {
        List<JobId> jobs = List.of(rig.queue(rig.admin), rig.queue(rig.admin), rig.queue(rig.admin));

        List<JobId> handedOver = new ArrayList<>();
        for (int slots = 1; slots <= 3; slots++) {
            rig.beat(slots);
            rig.handOver();
            handedOver.add(rig.newestOrder().attempt().job());
        }

        assertThat(handedOver).isEqualTo(jobs);
    }

    @Test
    void theGreaterPriorityGoesBeforeAge() {
        rig.queue(rig.admin);
        JobId urgent = rig.queue(rig.admin, 5, "debian/bookworm", "default");

        rig.beat(1);
        rig.handOver();

        assertThat(orders()).extracting(order -> order.attempt().job()).containsExactly(urgent);
    }

    @Test
    void whoHasFewerLiveAttemptsGoesFirst() {
        Caller busy = rig.user("busy");
        Caller quiet = rig.user("quiet");
        for (int i = 0; i < 4; i++) {
            rig.queue(busy);
        }
        rig.beat(2);
        rig.handOver();

        JobId late = rig.queue(quiet);
        rig.beat(3);
        rig.handOver();

        assertThat(rig.newestOrder().attempt().job()).isEqualTo(late);
    }

    @Test
    void ownersTakeTurnsWhenManySlotsComeAtOnce() {
        Caller first = rig.user("first");
        Caller second = rig.user("second");
        for (int i = 0; i < 4; i++) {
            rig.queue(first);
        }
        for (int i = 0; i < 4; i++) {
            rig.queue(second);
        }

        rig.beat(4);
        rig.handOver();

        assertThat(orders())
                .extracting(WorkOrder::owner)
                .containsExactlyInAnyOrder("first", "first", "second", "second");
    }

    @Test
    void aRunnerGetsOnlyJobsWhoseImageAndArchitectureItOffers() {
        rig.queue(rig.admin, 0, "alpine/edge", "default");
        rig.queue(rig.admin, 0, "debian/bookworm", "arm64");
        JobId fitting = rig.queue(rig.admin, 0, "debian/bookworm", "amd64");

        rig.beat(5);
        rig.handOver();

        assertThat(orders()).extracting(order -> order.attempt().job()).containsExactly(fitting);
    }

    @Test
    void theDefaultArchitectureIsTheImagesOwn() {
        OfferedImage foreign =
                new OfferedImage(new ImageName("debian/bookworm"), new Arch("riscv64"), List.of(new Arch("amd64")));
        rig.queue(rig.admin);

        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(foreign),
                Set.of(),
                1,
                List.of(),
                List.of(),
                List.of(),
                "",
                ""));
        rig.handOver();

        assertThat(orders()).isEmpty();
    }

    @Test
    void waitingJobsAreSpreadOverRunners() {
        RunnerName other = new RunnerName("runner-2");
        rig.queue(rig.admin);
        rig.queue(rig.admin);
        rig.beat(4);
        rig.beat(other, 4);

        rig.handOver();

        assertThat(rig.within(
                        () -> rig.stores.runners().credit(rig.clock.instant().minusSeconds(1))))
                .extracting("free")
                .containsExactly(3, 3);
    }

    @Test
    void aRunnerThatLeftOrIsSilentGetsNothing() {
        RunnerName left = new RunnerName("left");
        rig.queue(rig.admin);
        rig.beat(1);
        rig.beat(left, 1);
        rig.apply(new RunnerLeft(left, rig.clock.instant(), MasterRig.nextBeat()));
        rig.clock.advance(Duration.ofSeconds(30));

        rig.handOver();

        assertThat(orders()).isEmpty();
    }

    @Test
    void everyJobIsHandedOverOnceWhenManyHandOverAtOnce() throws Exception {
        int jobs = 200;
        int threads = 8;
        for (int i = 0; i < jobs; i++) {
            rig.queue(rig.admin);
        }
        for (int i = 0; i < 4; i++) {
            rig.beat(new RunnerName("runner-" + i), 40);
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch together = new CountDownLatch(threads);
        List<Future<?>> rounds = new ArrayList<>();

        for (int i = 0; i < threads; i++) {
            rounds.add(executor.submit(() -> {
                together.countDown();
                together.await();
                for (int round = 0; round < 20; round++) {
                    rig.handOver();
                }
                return null;
            }));
        }
        for (Future<?> round : rounds) {
            round.get();
        }
        executor.shutdown();
        rig.handOver();

        assertThat(orders()).hasSize(160);
        assertThat(orders()).extracting(order -> order.attempt().job()).doesNotHaveDuplicates();
        assertThat(rig.within(
                        () -> rig.stores.runners().credit(rig.clock.instant().minusSeconds(1))))
                .isEmpty();
    }

    @Test
    void anAttemptIsKeptWhenItsOrderCannotBeSent() {
        JobId job = rig.queue(rig.admin);
        rig.beat(1);
        rig.messages.down(true);

        rig.handOver();

        assertThat(rig.view(job).attempts()).hasSize(1);
        assertThat(orders()).isEmpty();
    }

    private List<WorkOrder> orders() {
        return rig.messages.sent(WorkOrder.class);
    }
}
