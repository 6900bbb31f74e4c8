// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.Restart;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.task.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which checkpoint of an attempt is kept, and what an attempt that goes on there does. */
class RestartTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<String, String> ALWAYS = Map.of("checkpoint.percent", "100");
    private static final String MANIFEST = """
            image: fake
            tasks:
              - one: |
                  write state first
              - two: |
                  show state
                  write state second
                  exit 3
              - three: |
                  show state
            """;
    private static final TaskName TWO = new TaskName("two");

    @TempDir
    private Path folder;

    private RunnerRig rig;

    @BeforeEach
    void startRunner() {
        rig = new RunnerRig(folder).start(ALWAYS);
    }

    @AfterEach
    void stopRunner() {
        rig.close();
    }

    @Test
    void taskThatFailedRunsAgainInTheGuestAsItWasBefore() {
        HeldCheckpoint checkpoint = fail();

        AttemptRef second =
                rig.restart(MANIFEST, HOUR, new Restart(checkpoint.attempt(), TWO, "", Restart.Kept.CHECKPOINT));

        assertThat(rig.awaitEnd(second)).isEqualTo(new Outcome.TaskFailed(TWO, 3));
        assertThat(rig.begun(second)).containsExactly(TWO);
        assertThat(rig.log(second, "two")).isEqualTo("first");
    }

    @Test
    void editedScriptTakesThePlaceOfTheOneThatFailed() {
        HeldCheckpoint checkpoint = fail();

        AttemptRef second = rig.restart(
                MANIFEST, HOUR, new Restart(checkpoint.attempt(), TWO, "write state mended", Restart.Kept.CHECKPOINT));

        assertThat(rig.awaitEnd(second).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.log(second, "three")).isEqualTo("mended");
        await().until(() -> rig.checkpoints().isEmpty());
        assertThat(folder.resolve("state/checkpoints")).isEmptyDirectory();
    }

    @Test
    void jobThatFailsAgainCanBeRestartedAgain() {
        HeldCheckpoint checkpoint = fail();
        AttemptRef second =
                rig.restart(MANIFEST, HOUR, new Restart(checkpoint.attempt(), TWO, "", Restart.Kept.CHECKPOINT));
        rig.awaitEnd(second);
        await().until(() -> FakeGuestFactory.standing() == 0);
        assertThat(rig.checkpoints()).containsExactly(checkpoint);

        AttemptRef third =
                rig.restart(MANIFEST, HOUR, new Restart(checkpoint.attempt(), TWO, "exit 0", Restart.Kept.CHECKPOINT));

        assertThat(rig.awaitEnd(third).status()).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void cancelledTaskCanBeRestarted() {
        AttemptRef first = rig.order(MANIFEST.replace("exit 3", "sleep 3600000"), HOUR);
        await().until(() -> rig.begun(first).contains(TWO));

        rig.send(new CancelAttempt(first, "Cancelled."));

        assertThat(rig.awaitEnd(first).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(awaitCheckpoint(first).task()).isEqualTo(TWO);
    }

    @Test
    void checkpointOutlivesTheRunner() {
        HeldCheckpoint checkpoint = fail();
        rig.stop();
        rig.start(ALWAYS);

        AttemptRef second =
                rig.restart(MANIFEST, HOUR, new Restart(checkpoint.attempt(), TWO, "exit 0", Restart.Kept.CHECKPOINT));

        assertThat(rig.awaitEnd(second).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.log(second, "three")).isEqualTo("first");
    }

    @Test
    void guestThatAKilledRunnerLeftIsKeptWhenItComesBack() {
        String manifest = MANIFEST.replace("exit 3", "sleep 3600000");
        AttemptRef first = rig.order(manifest, HOUR);
        await().until(() -> rig.begun(first).contains(TWO));

        rig.kill();
        rig.start(ALWAYS);

        assertThat(rig.awaitEnd(first).mayBeTriedAgain()).isTrue();
        assertThat(awaitCheckpoint(first).task()).isEqualTo(TWO);
        AttemptRef second = rig.restart(manifest, HOUR, new Restart(first, TWO, "exit 0", Restart.Kept.CHECKPOINT));
        assertThat(rig.awaitEnd(second).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.log(second, "three")).isEqualTo("first");
    }

    @Test
    void whatIsNotKeptCannotBeGoneOnFrom() {
        HeldCheckpoint checkpoint = fail();

        AttemptRef second = rig.restart(
                MANIFEST, HOUR, new Restart(checkpoint.attempt(), new TaskName("three"), "", Restart.Kept.CHECKPOINT));

        assertThat(rig.awaitEnd(second))
                .isInstanceOfSatisfying(
                        Outcome.StepFailed.class,
                        failed -> assertThat(failed.problem()).isEqualTo(Problem.CHECKPOINT_LOST));
    }

    @Test
    void nothingIsKeptOfAJobThatSucceeded() {
        AttemptRef attempt = rig.order(MANIFEST.replace("exit 3", "exit 0"), HOUR);

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        await().until(() -> FakeGuestFactory.standing() == 0);
        assertThat(rig.checkpoints()).isEmpty();
    }

    private HeldCheckpoint fail() {
        AttemptRef first = rig.order(MANIFEST, HOUR);
        assertThat(rig.awaitEnd(first)).isEqualTo(new Outcome.TaskFailed(TWO, 3));
        return awaitCheckpoint(first);
    }

    private HeldCheckpoint awaitCheckpoint(AttemptRef attempt) {
        return await().until(() -> rig.checkpoint(attempt), Optional::isPresent).orElseThrow();
    }
}
