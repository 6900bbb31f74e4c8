// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.operator;

import static io.slipway.batch.ExecutionStatus.ABANDONED;
import static io.slipway.batch.ExecutionStatus.COMPLETED;
import static io.slipway.batch.ExecutionStatus.FAILED;
import static io.slipway.batch.ExecutionStatus.STARTED;
import static io.slipway.batch.ExecutionStatus.STOPPED;
import static io.slipway.batch.ExecutionStatus.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.batch.BatchStep.Counts;
import io.slipway.batch.ExecutionStatus;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.master.operator.ExecutionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionSentenceTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void executionThatRunsTellsWhatItRuns() {
        assertThat(sentence(STARTED, true)).isEqualTo("Runs attempt 2 at job 7.");
        assertThat(sentence(STOPPING, true)).isEqualTo("Stops attempt 2 at job 7.");
    }

    @Test
    void executionOfAnAttemptThatIsOverTellsWhoseWordIsMissing() {
        assertThat(sentence(STARTED, false))
                .isEqualTo("Its attempt has ended, and runner `r1` has not told what became of it.");
    }

    @Test
    void executionThatFailedTellsTheStepThatDid() {
        assertThat(sentence(FAILED, false)).isEqualTo("Failed.");
        assertThat(sentence(FAILED, false, step("boot", ""), step("tasks", "It broke."), step("finish", "")))
                .isEqualTo("Failed in step `tasks`: It broke.");
    }

    @Test
    void executionThatIsOverSaysWhatCanComeAfterIt() {
        assertThat(sentence(STOPPED, false)).isEqualTo("Was stopped before it was done.");
        assertThat(sentence(COMPLETED, false)).isEqualTo("Is done.");
        assertThat(sentence(ABANDONED, false)).isEqualTo("Is abandoned: it is never restarted.");
        assertThat(ExecutionSentence.of(detail(view(ABANDONED, JobStatus.FAILED, null, List.of()), null)))
                .endsWith("Its job can be run again from the start.");
    }

    @Test
    void executionThatIsToBeAbandonedTellsForWhomItWaits() {
        assertThat(ExecutionSentence.of(detail(view(FAILED, JobStatus.FAILED, THEN, List.of()), null)))
                .isEqualTo("Runner `r1` was asked to abandon it, and has not answered yet.");
        assertThat(ExecutionSentence.of(detail(view(FAILED, JobStatus.FAILED, THEN, List.of()), THEN)))
                .isEqualTo("Runner `r1` was asked to abandon it, and is silent: it is asked again when it is back.");
        assertThat(ExecutionSentence.of(detail(view(ABANDONED, JobStatus.FAILED, THEN, List.of()), null)))
                .startsWith("Is abandoned");
    }

    private static String sentence(ExecutionStatus status, boolean live, BatchStep... steps) {
        return ExecutionSentence.of(
                detail(view(status, live ? JobStatus.RUNNING : JobStatus.SUCCESS, null, List.of(steps)), null));
    }

    private static ExecutionDetail detail(ExecutionView view, Instant silentSince) {
        return new ExecutionDetail(view, List.of(), null, silentSince);
    }

    private static ExecutionView view(
            ExecutionStatus status, JobStatus job, Instant abandonAsked, List<BatchStep> steps) {
        BatchExecution execution = new BatchExecution(
                9, 4, "build", new AttemptRef(new JobId(7), 2, 2), status, "", THEN, THEN, null, Map.of(), steps);
        return new ExecutionView(
                new RunnerName("r1"),
                execution,
                THEN,
                abandonAsked,
                "ann",
                job,
                job == JobStatus.RUNNING,
                false,
                false);
    }

    private static BatchStep step(String name, String failure) {
        return new BatchStep(
                name,
                failure.isEmpty() ? COMPLETED : FAILED,
                "",
                THEN,
                THEN,
                "",
                new Counts(0, 0, 0, 0, 0, 0, 0, 0),
                failure);
    }
}
