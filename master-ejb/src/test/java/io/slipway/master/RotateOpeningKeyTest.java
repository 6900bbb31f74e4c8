// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerMessage.KeysRenewed;
import io.slipway.message.WorkOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The masters get another key to open with what runners say, while a runner has a job. */
class RotateOpeningKeyTest extends WithOpeningKeys {
    @Test
    void jobRunsAcrossTheRotationAndTheOldKeyGoesWhenItsRunnerHasLearnedTheNewOne() {
        JobId job = rig.submit(rig.admin);
        rig.handOver();
        AttemptRef attempt = ((WorkOrder) received().get(0)).attempt();
        rotate();

        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), attempt));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.RUNNING);
        assertThat(view().behind()).containsExactly(MasterRig.RUNNER);
        letSettle();
        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);

        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, job));
        received();
        assertThat(sealing.text()).isEqualTo(messages.opening().newest().text());
        say(new AttemptEnded(
                MasterRig.RUNNER, Instant.now(), attempt, new Outcome.Cancelled("It was."), AttemptAccount.NONE));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.CANCELLED);

        await().atMost(PATIENCE).until(() -> view().behind().isEmpty());
        assertThat(problemOf(this::retire))
                .as("another master may have read what was before")
                .isEqualTo(Problem.KEYS_BUSY);
        letSettle();
        retire();
        assertThat(view().keys()).isEqualTo(1);
        assertThat(view().fingerprint()).isEqualTo(sealing.fingerprint());
    }

    @Test
    void runnerToWhichThereIsNothingToSayLearnsTheNewKeyAllTheSame() {
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1)));
        long number = messages.sealing().orElseThrow().number();
        await().atMost(PATIENCE)
                .until(() -> rig.within(
                        () -> rig.stores.enrolments().sealingBefore(number).isEmpty()));
        halfAMinuteLater();
        tick();
        assertThat(received()).as("nothing to learn").isEmpty();
        rotate();

        halfAMinuteLater();
        tick();
        tick();

        assertThat(received())
                .containsExactly(new KeysRenewed(keys.publicHalves().fingerprint()));
        assertThat(sealing.text()).isEqualTo(messages.opening().newest().text());
        halfAMinuteLater();
        tick();
        assertThat(received()).as("told again, since it has said nothing").hasSize(1);
    }

    @Test
    void anOldKeyStaysWhileSomethingThatWasSealedToItMayBeOnItsWay() {
        rotate();
        sealing = messages.opening().newest();
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1)));
        await().atMost(PATIENCE).until(() -> view().behind().isEmpty());

        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);
        letSettle();
        retire();

        assertThat(view().keys()).isEqualTo(1);
        retire();
        assertThat(view().keys()).as("once more does nothing").isEqualTo(1);
    }

    @Test
    void whoIsRevokedKeepsNoKeyFromGoing() {
        rig.enrol(new RunnerName("gone"));
        rotate();
        letSettle();
        assertThat(view().behind()).contains(new RunnerName("gone"));

        rig.transaction.separate(() -> {
            rig.master.enrolments().revocation().revoke(rig.admin, new RunnerName("gone"));
            rig.master.enrolments().revocation().revoke(rig.admin, MasterRig.RUNNER);
        });

        assertThat(view().behind()).isEmpty();
        retire();
    }

    @Test
    void runnerThatWasJustEnrolledHasShownNothing() {
        rotate();
        rig.enrol(new RunnerName("new"));

        assertThat(view().behind()).contains(new RunnerName("new"));
    }

    /** As after a restart from a backup: nothing that it says opens, so it is not heard. */
    @Test
    void runnerWhoseEventsDoNotOpenIsToldWhatToSealTo() {
        sealing = OpeningKeys.open(folder.resolve("lost.json")).newest();
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1)));
        rig.clock.advance(Duration.ofHours(1));

        await().atMost(PATIENCE).untilAsserted(() -> {
            rig.clock.advance(Duration.ofMinutes(1));
            tick();
            received();
            assertThat(sealing.text()).isEqualTo(messages.opening().newest().text());
        });
    }

    @Test
    void eventThatIsPlayedAgainMakesNobodyLookAsIfItSealedToTheOldKey() {
        SealingKey old = sealing;
        rotate();
        AttemptStarted event = new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1));
        sealing = messages.opening().newest();
        say(event);
        await().atMost(PATIENCE).until(() -> view().behind().isEmpty());

        sealing = old;
        say(event);
        say(event);
        sealing = messages.opening().newest();
        JobId job = rig.submit(rig.admin);
        rig.handOver();
        AttemptRef attempt = ((WorkOrder) received().stream()
                        .filter(WorkOrder.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .attempt();
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), attempt));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.RUNNING);

        assertThat(view().behind()).isEmpty();
    }

    @Test
    void onlyAdministratorsRotateAndRetire() {
        var ann = rig.user("ann");
        for (ThrowingCallable act : List.<ThrowingCallable>of(
                () -> rig.transaction.separate(() -> rig.master.keys().opening().rotate(ann)),
                () -> rig.transaction.separate(() -> rig.master.keys().opening().retire(ann)),
                () -> rig.within(() -> rig.master.keys().opening().view(ann)))) {
            assertThat(problemOf(act)).isEqualTo(Problem.NOT_PERMITTED);
        }
        assertThat(messages.opening().size()).isEqualTo(1);
    }
}
