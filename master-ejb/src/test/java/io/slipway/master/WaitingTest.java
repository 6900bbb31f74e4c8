// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.image.OfferedImage;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.submit.Submission;
import io.slipway.master.waiting.WaitReason;
import io.slipway.master.waiting.Waiting;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.WorkOrder;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a job waits, on a real PostgreSQL. */
class WaitingTest {
    private static final RunnerName OTHER = new RunnerName("runner-2");

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void pendingJobWaitsToBeStarted() {
        JobId job = rig.submit(rig.admin, new Submission(MasterRig.MANIFEST, "", List.of(), false, Visibility.UNLISTED))
                .job()
                .id();

        assertThat(waiting(job)).isEqualTo(new Waiting(0, WaitReason.NOT_STARTED, "Waits to be started."));
    }

    @Test
    void jobWhoseImageNobodyOffersIsInNoQueue() {
        rig.beat(4);
        JobId image = rig.queue(rig.admin, 0, "alpine/edge", "default");
        JobId arch = rig.queue(rig.admin, 0, "debian/bookworm", "arm64");

        assertThat(waiting(image)).isEqualTo(new Waiting(0, WaitReason.NO_RUNNER, "No runner offers `alpine/edge`."));
        assertThat(waiting(arch))
                .isEqualTo(new Waiting(0, WaitReason.NO_RUNNER, "No runner offers `debian/bookworm` for `arm64`."));
    }

    @Test
    void jobsBehindBusySlotsTellHowManyAreAhead() {
        rig.queue(rig.admin);
        rig.beat(1);
        rig.handOver();
        rig.queue(rig.admin, 0, "alpine/edge", "default");
        JobId next = rig.queue(rig.admin);
        JobId second = rig.queue(rig.admin);
        JobId third = rig.queue(rig.admin);

        String busy = "Waits for a free slot: 1 of 1 busy on runner `runner-1`, which offers `debian/bookworm`.";
        assertThat(waiting(next)).isEqualTo(new Waiting(1, WaitReason.SLOTS_BUSY, busy + " It is the next."));
        assertThat(waiting(second)).isEqualTo(new Waiting(2, WaitReason.SLOTS_BUSY, busy + " 1 job is ahead of it."));
        assertThat(waiting(third)).isEqualTo(new Waiting(3, WaitReason.SLOTS_BUSY, busy + " 2 jobs are ahead of it."));
    }

    @Test
    void jobOfABusyOwnerWaitsForItsTurn() {
        Caller busy = rig.user("busy");
        Caller quiet = rig.user("quiet");
        rig.queue(busy);
        rig.queue(busy);
        rig.beat(2);
        rig.handOver();
        JobId waits = rig.queue(busy);
        JobId overtakes = rig.queue(quiet);

        assertThat(waiting(overtakes).position()).isEqualTo(1);
        assertThat(waiting(waits))
                .isEqualTo(
                        new Waiting(
                                2,
                                WaitReason.OWNER_SHARE,
                                "Waits for its owner’s turn: `~busy` has 2 jobs running or before it, and owners with fewer go first; 2 of 2 slots busy. 1 job is ahead of it."));
    }

    @Test
    void jobOfASuspendedOwnerWaitsForItsOwner() {
        rig.beat(1);
        JobId job = rig.queue(rig.user("ann"));

        rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", "Mining.", false));

        assertThat(waiting(job))
                .isEqualTo(new Waiting(0, WaitReason.OWNER_SUSPENDED, "Waits until `~ann` is no longer suspended."));
    }

    @Test
    void jobWithAFreeSlotIsTheNext() {
        rig.beat(1);
        JobId job = rig.queue(rig.admin);

        assertThat(waiting(job))
                .isEqualTo(new Waiting(1, WaitReason.NEXT, "A slot is free; a runner gets it in a moment."));
    }

    @Test
    void jobOfASilentRunnerSaysForHowLong() {
        rig.beat(1);
        JobId job = rig.queue(rig.admin);

        rig.clock.advance(Duration.ofSeconds(30));
        assertThat(waiting(job))
                .isEqualTo(new Waiting(
                        1,
                        WaitReason.RUNNER_SILENT,
                        "Waits for runner `runner-1`: silent for less than a minute. It is the next."));

        rig.clock.advance(Duration.ofMinutes(3));
        assertThat(waiting(job).sentence()).startsWith("Waits for runner `runner-1`: silent for 3 minutes.");

        rig.beat(OTHER, 1);
        assertThat(waiting(job).reason()).isEqualTo(WaitReason.NEXT);
    }

    @Test
    void runnerThatStopsTakesNoMoreJobs() {
        rig.beat(1);
        JobId job = rig.queue(rig.admin);

        rig.apply(new RunnerLeft(MasterRig.RUNNER, rig.clock.instant(), MasterRig.nextBeat()));

        assertThat(waiting(job))
                .isEqualTo(new Waiting(
                        1,
                        WaitReason.NO_RUNNER,
                        "Runner `runner-1` alone offers `debian/bookworm`, and takes no more jobs. It is the next."));
    }

    @Test
    void jobThatWasHandedOverNamesItsRunner() {
        WorkOrder order = rig.handedOver();
        JobId job = order.attempt().job();

        assertThat(waiting(job)).isEqualTo(new Waiting(0, WaitReason.HANDED_OVER, "Was handed to runner `runner-1`."));

        rig.clock.advance(Duration.ofSeconds(61));
        assertThat(waiting(job).reason()).isEqualTo(WaitReason.RUNNER_SILENT);
        assertThat(waiting(job).sentence()).contains("`runner-1`", "silent for 1 minute;");
    }

    @Test
    void jobThatRunsOrHasEndedDoesNotWait() {
        WorkOrder order = rig.handedOver();
        JobId job = order.attempt().job();

        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), order.attempt()));
        assertThat(find(rig.admin, job)).isEmpty();

        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), order.attempt(), new Outcome.Succeeded(), AttemptAccount.NONE));
        assertThat(find(rig.admin, job)).isEmpty();
    }

    @Test
    void jobThatGoesOnInAKeptGuestWaitsForItsRunnerAlone() {
        WorkOrder order = rig.handedOver();
        JobId job = order.attempt().job();
        HeldCheckpoint held = new HeldCheckpoint(
                order.attempt(), new TaskName("check"), rig.clock.instant().plus(Duration.ofHours(1)));
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER,
                rig.clock.instant(),
                order.attempt(),
                new Outcome.TaskFailed(new TaskName("check"), 1),
                AttemptAccount.NONE));
        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                List.of(held),
                List.of(),
                "",
                ""));
        rig.transaction.separate(() ->
                rig.master.restart().restart(rig.admin, job, new RestartRequest(RestartRequest.From.FAILED_TASK, "")));

        rig.clock.advance(Duration.ofMinutes(2));
        rig.beat(OTHER, 1);

        assertThat(waiting(job).reason()).isEqualTo(WaitReason.RUNNER_SILENT);
        assertThat(waiting(job).sentence()).contains("runner `runner-1`: silent for 2 minutes");
    }

    @Test
    void theJobInTheFirstPlaceIsTheOneThatIsHandedOver() {
        OfferedImage alpine = new OfferedImage(new ImageName("alpine/edge"), new Arch("x86_64"), List.of());
        Random random = new Random(20261125);
        List<Caller> owners = List.of(rig.admin, rig.user("ann"), rig.user("bob"));
        List<JobId> waiting = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String image = random.nextInt(4) == 0 ? alpine.name().value() : "debian/bookworm";
            JobId job = rig.queue(owners.get(random.nextInt(3)), random.nextInt(2), image, "default");
            if (image.equals("debian/bookworm")) {
                waiting.add(job);
            }
        }

        for (int slots = 1; !waiting.isEmpty(); slots++) {
            rig.beat(slots);
            List<Integer> places =
                    waiting.stream().map(job -> waiting(job).position()).toList();
            assertThat(places).doesNotHaveDuplicates().allMatch(place -> place >= 1 && place <= waiting.size());
            JobId first = waiting.get(places.indexOf(1));

            rig.handOver();

            assertThat(rig.newestOrder().attempt().job()).isEqualTo(first);
            waiting.remove(first);
        }
    }

    @Test
    void whoMayNotSeeAJobIsNotToldWhyItWaits() {
        Caller owner = rig.user("owner");
        JobId job = rig.submit(owner, new Submission(MasterRig.MANIFEST, "", List.of(), true, Visibility.PRIVATE))
                .job()
                .id();

        assertThat(find(owner, job)).isPresent();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> find(Caller.ANONYMOUS, job))
                .extracting(ProblemException::problem)
                .isEqualTo(Problem.JOB_UNKNOWN);
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    private Waiting waiting(JobId job) {
        return find(rig.admin, job).orElseThrow();
    }

    private Optional<Waiting> find(Caller caller, JobId job) {
        return rig.within(() -> rig.master.waiting().of(caller, job));
    }
}
