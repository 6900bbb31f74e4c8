// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.batch.BatchStep.Counts;
import io.slipway.batch.ExecutionStatus;
import io.slipway.job.AttemptRef;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.Restart;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import io.slipway.message.RunnerMessage.AbandonExecution;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.task.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner tells of the executions of its batch job, and what it does with them when it is told to. */
class BatchExecutionTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<String, String> ALWAYS = Map.of("checkpoint.percent", "100");
    private static final TaskName TWO = new TaskName("two");
    private static final String MANIFEST = """
            image: fake
            tasks:
              - one: say one
              - two: exit 3
              - three: say three
            """;

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
    void executionThatSucceedsTellsEveryStepWithItsCounts() {
        AttemptRef attempt = rig.order(MANIFEST.replace("exit 3", "say two"), HOUR);

        BatchExecution ended = awaitStatus(attempt, ExecutionStatus.COMPLETED);

        assertThat(ended.steps())
                .extracting(BatchStep::name)
                .containsExactly("boot", "await-guest", "prepare", "tasks", "artifacts");
        assertThat(ended.steps()).allMatch(step -> step.status() == ExecutionStatus.COMPLETED);
        BatchStep tasks = step(ended, "tasks");
        assertThat(tasks.counts().read()).isEqualTo(3);
        assertThat(tasks.counts().write()).isEqualTo(3);
        assertThat(tasks.counts().rollback()).isZero();
        assertThat(tasks.checkpoint()).isEqualTo("3");
        assertThat(ended.parameters()).containsEntry("attempt", "%s-1-1".formatted(attempt.job()));
        assertThat(ended.ended()).isNotNull();
    }

    @Test
    void executionIsToldWhileItRuns() {
        AttemptRef attempt = rig.order(MANIFEST.replace("exit 3", "sleep 3600000"), HOUR);

        assertThat(awaitStatus(attempt, ExecutionStatus.STARTED).ended()).isNull();
    }

    @Test
    void executionThatFailsSaysWhereAndWhy() {
        AttemptRef attempt = rig.order(MANIFEST, HOUR);

        BatchExecution ended = awaitStatus(attempt, ExecutionStatus.FAILED);

        BatchStep tasks = step(ended, "tasks");
        assertThat(tasks.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(tasks.failure()).isEqualTo("Task `two` ended with exit code 3.");
        assertThat(tasks.checkpoint()).isEqualTo("1");
        assertThat(tasks.counts()).isEqualTo(new Counts(2, 1, tasks.counts().commit(), 1, 0, 0, 0, 0));
    }

    @Test
    void restartIsAnotherExecutionOfTheSameInstance() {
        AttemptRef first = rig.order(MANIFEST, HOUR);
        HeldCheckpoint kept = awaitCheckpoint(first);
        BatchExecution failed = awaitStatus(first, ExecutionStatus.FAILED);

        AttemptRef second =
                rig.restart(MANIFEST, HOUR, new Restart(first, kept.task(), "say two", Restart.Kept.CHECKPOINT));

        BatchExecution ended = awaitStatus(second, ExecutionStatus.COMPLETED);
        assertThat(ended.instance()).isEqualTo(failed.instance());
        assertThat(ended.id()).isNotEqualTo(failed.id());
        assertThat(ended.steps())
                .as("what was prepared is in the guest")
                .extracting(BatchStep::name)
                .containsExactly("boot", "await-guest", "tasks", "artifacts");
        assertThat(step(ended, "tasks").counts().read()).isEqualTo(2);
    }

    @Test
    void cancelledExecutionIsStoppedAndMayBeRestarted() {
        String endless = MANIFEST.replace("exit 3", "sleep 3600000");
        AttemptRef first = rig.order(endless, HOUR);
        awaitStatus(first, ExecutionStatus.STARTED);
        await().until(() -> rig.begun(first).contains(TWO));

        rig.send(new CancelAttempt(first, "You cancelled it."));

        BatchExecution stopped = awaitStatus(first, ExecutionStatus.STOPPED);
        HeldCheckpoint kept = awaitCheckpoint(first);
        AttemptRef second =
                rig.restart(endless, HOUR, new Restart(first, kept.task(), "say two", Restart.Kept.CHECKPOINT));
        assertThat(awaitStatus(second, ExecutionStatus.COMPLETED).instance()).isEqualTo(stopped.instance());
    }

    @Test
    void abandonedExecutionIsNeverRestarted() {
        AttemptRef first = rig.order(MANIFEST, HOUR);
        awaitCheckpoint(first);
        BatchExecution failed = awaitStatus(first, ExecutionStatus.FAILED);

        rig.send(new AbandonExecution(first, failed.id()));

        awaitStatus(first, ExecutionStatus.ABANDONED);
        await().until(() -> rig.checkpoints().isEmpty());
        assertThat(folder.resolve("state/checkpoints")).isEmptyDirectory();
    }

    @Test
    void abandoningAnExecutionLeavesALaterAttemptItsGuest() {
        AttemptRef first = rig.order(MANIFEST, HOUR);
        HeldCheckpoint kept = awaitCheckpoint(first);
        BatchExecution failed = awaitStatus(first, ExecutionStatus.FAILED);
        AttemptRef second = rig.again(first, MANIFEST, HOUR);
        awaitCheckpoint(second);
        awaitStatus(second, ExecutionStatus.FAILED);

        rig.send(new AbandonExecution(first, failed.id()));

        awaitStatus(first, ExecutionStatus.ABANDONED);
        AttemptRef third =
                rig.restart(MANIFEST, HOUR, new Restart(second, kept.task(), "say two", Restart.Kept.CHECKPOINT));
        awaitStatus(third, ExecutionStatus.COMPLETED);
    }

    @Test
    void executionOfAnotherAttemptIsNotAbandoned() {
        AttemptRef first = rig.order(MANIFEST, HOUR);
        HeldCheckpoint kept = awaitCheckpoint(first);
        BatchExecution failed = awaitStatus(first, ExecutionStatus.FAILED);
        AttemptRef other = rig.order(MANIFEST.replace("exit 3", "say two"), HOUR);
        awaitStatus(other, ExecutionStatus.COMPLETED);

        rig.send(new AbandonExecution(other, failed.id()));

        AttemptRef second =
                rig.restart(MANIFEST, HOUR, new Restart(first, kept.task(), "say two", Restart.Kept.CHECKPOINT));
        awaitStatus(second, ExecutionStatus.COMPLETED);
    }

    @Test
    void executionThatAKilledRunnerLeftIsToldAsFailedAndGoesOn() {
        String endless = MANIFEST.replace("exit 3", "sleep 3600000");
        AttemptRef first = rig.order(endless, HOUR);
        await().until(() -> rig.begun(first).contains(TWO));

        rig.kill();
        rig.start(ALWAYS);

        BatchExecution failed = awaitStatus(first, ExecutionStatus.FAILED);
        assertThat(failed.exitStatus()).isEqualTo("The runner was stopped.");
        HeldCheckpoint kept = awaitCheckpoint(first);
        AttemptRef second =
                rig.restart(endless, HOUR, new Restart(first, kept.task(), "say two", Restart.Kept.CHECKPOINT));
        assertThat(awaitStatus(second, ExecutionStatus.COMPLETED).instance()).isEqualTo(failed.instance());
    }

    private BatchExecution awaitStatus(AttemptRef attempt, ExecutionStatus status) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> newest(attempt).filter(found -> found.status() == status), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<BatchExecution> newest(AttemptRef attempt) {
        List<BatchExecution> told = rig.events().stream()
                .filter(ExecutionMoved.class::isInstance)
                .map(event -> ((ExecutionMoved) event).execution())
                .filter(execution -> execution.attempt().equals(attempt))
                .toList();
        return told.isEmpty() ? Optional.empty() : Optional.of(told.get(told.size() - 1));
    }

    private HeldCheckpoint awaitCheckpoint(AttemptRef attempt) {
        return await().until(() -> rig.checkpoint(attempt), Optional::isPresent).orElseThrow();
    }

    private static BatchStep step(BatchExecution execution, String name) {
        return execution.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
