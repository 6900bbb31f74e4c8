// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.task.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts and reports that cannot be kept. */
class KeepTest {
    private static final String MANIFEST = """
            image: fake
            tasks:
              - make: |
                  write out.txt 12345678901
            artifacts: [out.txt]
            """;
    private static final String FAILS = """
            image: fake
            tasks:
              - make: |
                  write out.txt x
                  exit 3
            reports: [out.txt]
            """;

    @TempDir
    private static Path folder;

    private static RunnerRig rig;

    @BeforeAll
    static void startRunner() {
        rig = new RunnerRig(folder).start(Map.of("artifact.limit", "11"));
    }

    @AfterAll
    static void stopRunner() {
        rig.close();
    }

    @BeforeEach
    void forget() {
        rig.store().kept().clear();
    }

    @Test
    void anArtifactThatIsTooLargeFailsTheJobAndSaysWhichHowLargeAndWhatIsAllowed() {
        AttemptRef attempt = order(MANIFEST.replace("12345678901", "123456789012"));

        assertThat(rig.awaitEnd(attempt)).isInstanceOfSatisfying(Outcome.StepFailed.class, failed -> {
            assertThat(failed.problem()).isEqualTo(Problem.ARTIFACT_TOO_LARGE);
            assertThat(failed.sentence())
                    .isEqualTo("Keeping artifact `out.txt`: it has 12 bytes; at most 11 bytes are allowed");
        });
        assertThat(rig.store().kept().values()).doesNotContain("123456789012");
    }

    @Test
    void anArtifactThatTheStoreFindsTooLargeFailsTheJob() {
        rig.store().refuse(413, 1);

        assertThat(rig.awaitEnd(order(MANIFEST)))
                .isInstanceOfSatisfying(
                        Outcome.StepFailed.class,
                        failed -> assertThat(failed.problem()).isEqualTo(Problem.ARTIFACT_TOO_LARGE));
    }

    @Test
    void theStoreLearnsWhereAnArtifactWas() {
        AttemptRef attempt = order("""
                image: fake
                tasks: [{make: write a/b+c/d e&f.txt}]
                artifacts: ['a/*/*']
                """);

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.store().paths()).containsEntry("0/d", "a/b+c/d");
    }

    @Test
    void reportsThatCannotBeKeptAreAWarningAndTheOutcomeIsTheTasks() {
        rig.store().refuse(403, 1);

        AttemptRef attempt = order(FAILS);

        assertThat(rig.awaitEnd(attempt)).isEqualTo(new Outcome.TaskFailed(new TaskName("make"), 3));
        assertThat(rig.log(attempt, ""))
                .contains(
                        "Warning: the reports are not all kept: Uploading artifact `out.txt`: the store answered 403");
    }

    @Test
    void cancellingGivesUpAnUploadThatIsNotAnswered() {
        rig.store().stall();
        try {
            AttemptRef attempt = order(MANIFEST);
            await().until(() -> rig.log(attempt, "").contains("Uploading out.txt"));

            Instant asked = Instant.now();
            rig.send(new CancelAttempt(attempt, "Enough."));

            assertThat(rig.awaitEnd(attempt)).isEqualTo(new Outcome.Cancelled("Enough."));
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
        } finally {
            rig.store().goOn();
        }
    }

    @Test
    void cancellingWhileReportsAreUploadedIsTheEnd() {
        rig.store().stall();
        try {
            AttemptRef attempt = order(FAILS);
            await().until(() -> rig.log(attempt, "").contains("Uploading out.txt"));

            rig.send(new CancelAttempt(attempt, "Enough."));

            assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(rig.log(attempt, "")).contains("The reports are not all kept: Enough.");
        } finally {
            rig.store().goOn();
        }
    }

    @Test
    void timeThatIsUpWhileReportsAreUploadedDoesNotChangeHowATaskEnded() {
        rig.store().stall();
        try {
            AttemptRef attempt = rig.order(FAILS, Duration.ofSeconds(3));
            await().until(() -> rig.log(attempt, "").contains("Uploading out.txt"));

            assertThat(rig.awaitEnd(attempt)).isEqualTo(new Outcome.TaskFailed(new TaskName("make"), 3));
            assertThat(rig.log(attempt, "")).contains("The reports are not all kept: The job's time limit");
        } finally {
            rig.store().goOn();
        }
    }

    private static AttemptRef order(String manifest) {
        return rig.order(manifest, Duration.ofMinutes(1));
    }
}
