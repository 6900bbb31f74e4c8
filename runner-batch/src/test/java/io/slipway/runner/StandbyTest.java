// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.message.Restart;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.RunnerMessage.EndStandby;
import io.slipway.message.RunnerMessage.HoldStandby;
import io.slipway.message.StandingGuest;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.task.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which guests stand by, for how long, and how an attempt goes on in one. */
class StandbyTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<String, String> STANDBY =
            Map.of("standby.time", "10m", "standby.most", "2", "checkpoint.percent", "100");
    private static final TaskName TWO = new TaskName("two");
    private static final String FAILS = """
            image: fake
            tasks:
              - one: write state first
              - two: |
                  show state
                  write state second
                  exit 3
              - three: show state
            """;

    @TempDir
    private Path folder;

    private RunnerRig rig;
    private int standingBefore;

    @BeforeEach
    void startRunner() {
        standingBefore = FakeGuestFactory.standing();
        rig = new RunnerRig(folder).start(STANDBY);
    }

    @AfterEach
    void stopRunner() {
        rig.close();
        assertThat(FakeGuestFactory.standing()).isEqualTo(standingBefore);
    }

    /** Defect 4 of the original: the guest of a failed job held a slot while it stood by, and the error was told only afterwards. */
    @Test
    void guestOfAFailedAttemptStandsByOutsideTheSlots() {
        AttemptRef attempt = fail();

        StandingGuest standing = awaitStanding(attempt);

        assertThat(standing.task()).isEqualTo(TWO);
        assertThat(standing.visited()).isFalse();
        assertThat(standing.until())
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(600));
        assertThat(rig.running()).isZero();
        assertThat(rig.log(attempt, "")).containsSubsequence("Error: ", "The guest stands by until ");
        assertThat(rig.checkpoint(attempt))
                .as("as it would be kept")
                .hasValueSatisfying(kept -> assertThat(kept.task()).isEqualTo(TWO));
    }

    @Test
    void guestThatWasInterruptedWhileItsReportsWereKeptDoesNotStandBy() {
        rig.store().stall();
        try {
            AttemptRef attempt = rig.order(FAILS + "reports: [state]\n", Duration.ofSeconds(3));

            assertThat(rig.awaitEnd(attempt)).isEqualTo(new Outcome.TaskFailed(TWO, 3));
            await().untilAsserted(() -> assertThat(rig.checkpoint(attempt)).isPresent());
            assertThat(rig.standing()).isEmpty();
            assertThat(rig.log(attempt, "")).doesNotContain("stands by");
        } finally {
            rig.store().goOn();
        }
    }

    @Test
    void jobGoesOnInTheGuestAsItIs() {
        AttemptRef first = fail();
        awaitStanding(first);

        AttemptRef second = continueIn(first, "show state");

        assertThat(rig.awaitEnd(second).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.begun(second)).containsExactly(TWO, new TaskName("three"));
        assertThat(rig.log(second, "two"))
                .as("what the failed task did to the guest is still there")
                .isEqualTo("second");
        await().until(() -> rig.standing().isEmpty());
    }

    @Test
    void guestStandsByAgainWhenTheTaskFailsAgain() {
        AttemptRef first = fail();
        awaitStanding(first);

        AttemptRef second = continueIn(first, "exit 4");

        assertThat(rig.awaitEnd(second)).isEqualTo(new Outcome.TaskFailed(TWO, 4));
        awaitStanding(second);
        assertThat(rig.standing()).hasSize(1);
    }

    @Test
    void restartFromTheCheckpointEndsTheGuestThatStandsBy() {
        AttemptRef first = fail();
        awaitStanding(first);

        AttemptRef second = rig.restart(FAILS, HOUR, new Restart(first, TWO, "", Restart.Kept.CHECKPOINT));

        rig.awaitEnd(second);
        assertThat(rig.log(second, "two")).isEqualTo("first");
    }

    @Test
    void whatStandsByNoLongerCannotBeGoneOnIn() {
        AttemptRef first = fail();
        awaitStanding(first);
        rig.send(new EndStandby(first, "its owner needs it no more"));
        await().until(() -> rig.standing().isEmpty());

        AttemptRef second = continueIn(first, "");

        assertThat(rig.awaitEnd(second))
                .isInstanceOfSatisfying(
                        Outcome.StepFailed.class,
                        lost -> assertThat(lost.problem()).isEqualTo(Problem.CHECKPOINT_LOST));
    }

    @Test
    void guestThatIsNeededNoMoreGoesAndItsCheckpointIsKept() {
        AttemptRef first = fail();
        awaitStanding(first);

        rig.send(new EndStandby(first, "its owner needs it no more"));

        await().atMost(Duration.ofSeconds(2)).until(() -> FakeGuestFactory.standing() == standingBefore);
        await().until(() -> rig.standing().isEmpty());
        assertThat(rig.checkpoint(first)).isPresent();
        assertThat(folder.resolve("state/checkpoints/" + first.job())).isDirectory();
        await().untilAsserted(() -> assertThat(rig.orderFiles()).isEmpty());
    }

    @Test
    void wordThatAnAttemptIsOverDoesNotEndItsGuest() {
        AttemptRef first = fail();
        awaitStanding(first);

        rig.send(new CancelAttempt(first, "The attempt is over."));
        rig.awaitEnd(rig.order(FAILS.replace("exit 3", "exit 0"), HOUR));

        assertThat(attempts()).containsExactly(first);
    }

    @Test
    void oldestThatNobodyVisitsMakesRoom() {
        AttemptRef first = fail();
        AttemptRef second = fail();
        AttemptRef third = fail();

        await().until(() -> attempts().equals(List.of(second, third)));
        assertThat(rig.checkpoint(first)).isPresent();
    }

    @Test
    void guestThatItsJobWaitsForMakesNoRoom() {
        AttemptRef first = fail();
        awaitStanding(first);
        rig.send(new HoldStandby(first));
        await().until(() -> awaitStanding(first).until().isAfter(Instant.now().plusSeconds(3000)));

        AttemptRef second = fail();
        AttemptRef third = fail();

        await().until(() -> attempts().equals(List.of(first, third)));
        assertThat(rig.checkpoint(second)).isPresent();
    }

    @Test
    void guestOfACancelledOrEndedJobDoesNotStandBy() {
        AttemptRef succeeds = rig.order(FAILS.replace("exit 3", "exit 0"), HOUR);
        AttemptRef cancelled = rig.order(FAILS.replace("exit 3", "sleep 3600000"), HOUR);
        await().until(() -> rig.begun(cancelled).contains(TWO));
        rig.send(new CancelAttempt(cancelled, "Cancelled."));

        rig.awaitEnd(succeeds);
        rig.awaitEnd(cancelled);

        await().until(() -> FakeGuestFactory.standing() == standingBefore);
        assertThat(rig.standing()).isEmpty();
    }

    @Test
    void shellKeepsTheGuestAfterSuccessUntilTheDeadline() {
        AttemptRef attempt = rig.order("shell: true\n" + FAILS.replace("exit 3", "exit 0"), HOUR);

        StandingGuest standing = awaitStanding(attempt);

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(standing.task()).isNull();
        assertThat(standing.until())
                .isBetween(Instant.now().plusSeconds(3400), Instant.now().plusSeconds(3600));
    }

    @Test
    void guestIsGoneWhenItsTimeIsOver() {
        rig.stop();
        rig.start(Map.of("standby.time", "1s", "checkpoint.percent", "100"));
        AttemptRef attempt = fail();
        awaitStanding(attempt);

        await().atMost(Duration.ofSeconds(15)).until(() -> rig.standing().isEmpty());

        assertThat(FakeGuestFactory.standing()).isEqualTo(standingBefore);
        assertThat(rig.checkpoint(attempt)).isPresent();
    }

    @Test
    void checkpointOfAGuestThatStoodByOutlivesTheRunnersDeath() {
        AttemptRef first = fail();
        awaitStanding(first);

        rig.kill();
        rig.start(STANDBY);

        await().until(() -> rig.standing().isEmpty());
        await().until(() -> rig.checkpoint(first).isPresent());
        AttemptRef second = rig.restart(FAILS, HOUR, new Restart(first, TWO, "exit 0", Restart.Kept.CHECKPOINT));
        assertThat(rig.awaitEnd(second).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.log(second, "three")).isEqualTo("first");
        await().until(() -> rig.instances().size() == 2);
        assertThat(Set.copyOf(rig.instances()))
                .as("the executions are of one instance")
                .hasSize(1);
    }

    @Test
    void guestOfAJobThatSucceededIsNotKeptWhenTheRunnerIsKilled() {
        AttemptRef attempt = rig.order("shell: true\n" + FAILS.replace("exit 3", "exit 0"), HOUR);
        awaitStanding(attempt);

        rig.kill();
        rig.start(STANDBY);

        await().until(() -> rig.standing().isEmpty());
        assertThat(rig.checkpoints()).isEmpty();
        assertThat(FakeGuestFactory.standing()).isEqualTo(standingBefore);
    }

    private AttemptRef fail() {
        AttemptRef attempt = rig.order(FAILS, HOUR);
        assertThat(rig.awaitEnd(attempt)).isEqualTo(new Outcome.TaskFailed(TWO, 3));
        return attempt;
    }

    private AttemptRef continueIn(AttemptRef from, String script) {
        return rig.restart(FAILS, HOUR, new Restart(from, TWO, script, Restart.Kept.STANDING));
    }

    private StandingGuest awaitStanding(AttemptRef attempt) {
        return await().until(
                        () -> rig.standing().stream()
                                .filter(guest -> guest.attempt().equals(attempt))
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private List<AttemptRef> attempts() {
        return rig.standing().stream().map(StandingGuest::attempt).toList();
    }
}
