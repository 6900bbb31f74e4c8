// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import static io.slipway.web.page.job.JobFixture.job;
import static io.slipway.web.page.job.JobFixture.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobStatus;
import io.slipway.job.Phase;
import io.slipway.task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1572864, 1.5 MiB", "5497558138880, 5.0 TiB"})
    void sizeIsToldInTheUnitThatFits(long bytes, String words) {
        assertThat(Sentences.size(bytes)).isEqualTo(words);
    }

    @Test
    void runningJobTellsItsPhase() {
        assertThat(Sentences.of(job(JobStatus.RUNNING).attempt().view()))
                .isEqualTo("Boots a guest of `debian/bookworm` on runner `r1`.");
        assertThat(Sentences.of(job(JobStatus.RUNNING).attempt(Phase.GUEST).view()))
                .isEqualTo("Prepares the guest: environment, packages, sources.");
        assertThat(Sentences.of(job(JobStatus.RUNNING)
                        .build(TaskStatus.RUNNING)
                        .attempt(Phase.GUEST, Phase.PREPARE)
                        .view()))
                .isEqualTo("Runs task `build`.");
        assertThat(Sentences.of(job(JobStatus.RUNNING).attempt(Phase.values()).view()))
                .isEqualTo("Throws the guest away.");
    }

    @Test
    void endedJobTellsTheOutcomeOfItsNewestAttempt() {
        assertThat(Sentences.of(job(JobStatus.FAILED)
                        .ended("The guest was silent.")
                        .ended("Task `build` ended with exit code 1.")
                        .view()))
                .isEqualTo("Task `build` ended with exit code 1.");
    }

    @Test
    void jobThatIsQueuedAgainWaits() {
        assertThat(Sentences.of(
                        job(JobStatus.QUEUED).ended("The guest was silent.").view()))
                .startsWith("Waits for a free runner");
    }

    @Test
    void queuedJobThatARunnerHasNamesIt() {
        assertThat(Sentences.of(job(JobStatus.QUEUED).attempt().view())).isEqualTo("Was handed to runner `r1`.");
    }

    @Test
    void wholeLogsHaveNoGap() {
        assertThat(Sentences.gaps(job(JobStatus.SUCCESS)
                        .build(TaskStatus.SUCCESS)
                        .ended("", log("", true, 0), log("build", true, 0))
                        .view()))
                .isEmpty();
        assertThat(Sentences.gaps(job(JobStatus.RUNNING).attempt().view())).isEmpty();
    }

    @Test
    void gapsNameTheirLogAndHowMuchIsMissing() {
        assertThat(Sentences.gaps(job(JobStatus.FAILED)
                        .build(TaskStatus.FAILED)
                        .ended("", log("", true, 2048))
                        .view()))
                .containsExactly(
                        "The set-up log is not whole: 2.0 KiB are missing.",
                        "The log of task `build` is not whole: its end did not come from the runner.");
    }
}
