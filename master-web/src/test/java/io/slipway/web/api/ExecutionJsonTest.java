// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.batch.BatchStep.Counts;
import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.master.operator.ExecutionList;
import io.slipway.master.operator.ExecutionView;
import io.slipway.master.query.JobView.CheckpointView;
import io.slipway.task.TaskName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionJsonTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final RunnerName RUNNER = new RunnerName("r1:8080");
    private static final String ENTRY = """
            "runner":"r1:8080","id":9,"instance":4,"name":"build","status":"failed","exit_status":"FAILED",\
            "job":{"id":7,"attempt":2,"status":"failed","url":"/~ann/job/7"},"url":"/operator/r1:8080/9",\
            "created":"2026-01-02T03:04:05Z","started":"2026-01-02T03:04:05Z","ended":null,\
            "told":"2026-01-02T03:04:05Z","abandon_requested":null,"commands":["restart","abandon"]""";

    @Test
    void executionHasTheShapeThatClientsKnow() {
        ExecutionDetail detail = new ExecutionDetail(
                view(), List.of(view()), new CheckpointView(new TaskName("wrong"), "r1:8080", THEN), THEN);

        assertThat(Json.write(ExecutionJson.of(detail))).isEqualTo("""
                        {%s,"parameters":{"Epoch_Of":"3","job":"7"},\
                        "steps":[{"name":"tasks","status":"failed","exit_status":"FAILED",\
                        "started":"2026-01-02T03:04:05Z","ended":null,"checkpoint":"1",\
                        "counts":{"read":2,"write":1,"commit":3,"rollback":4,"filter":5,\
                        "read_skip":6,"process_skip":7,"write_skip":8},"failure":"it broke"}],\
                        "others":[{%s}],\
                        "checkpoint":{"task":"wrong","runner":"r1:8080","expires":"2026-01-02T03:04:05Z"},\
                        "runner_silent_since":"2026-01-02T03:04:05Z"}""".formatted(ENTRY, ENTRY));
    }

    @Test
    void listNamesTheNextPage() {
        assertThat(Json.write(ExecutionListJson.of(new ExecutionList(List.of(view()), 12))))
                .isEqualTo("{\"next\":12,\"results\":[{%s}],\"results_per_page\":50}".formatted(ENTRY));
        assertThat(Json.write(ExecutionListJson.of(new ExecutionList(List.of(), 0))))
                .isEqualTo("{\"next\":null,\"results\":[],\"results_per_page\":50}");
    }

    @Test
    void executionIsNamedByRunnerAndNumber() {
        assertThat(Numbers.execution("host:8080", "7")).isEqualTo(new ExecutionRef(new RunnerName("host:8080"), 7));
    }

    @ParameterizedTest
    @CsvSource({"r1, x", "r1, -1", "r1, ''", "r1, 99999999999999999999", "Ä, 7", "'', 7", "a b, 7"})
    void whatNamesNoExecutionIsNone(String runner, String id) {
        assertThatThrownBy(() -> Numbers.execution(runner, id))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.EXECUTION_UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "", "running"})
    void statusThatNoExecutionHasIsRefusedWithThoseThatItMayHave(String word) {
        assertThatThrownBy(() -> ExecutionsResource.status(word))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("`starting`, `started`, `stopping`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "x", "-1"})
    void jobThatCannotBeIsRefused(String number) {
        assertThatThrownBy(() -> ExecutionsResource.job(number))
                .isInstanceOf(FieldException.class)
                .hasMessageStartingWith("Reading field `job`: ");
    }

    @Test
    void runnerThatCannotBeIsRefused() {
        assertThatThrownBy(() -> ExecutionsResource.runner("A B"))
                .isInstanceOf(FieldException.class)
                .hasMessageStartingWith("Reading field `runner`: runner name `A B`");
    }

    private static ExecutionView view() {
        BatchStep step = new BatchStep(
                "tasks",
                ExecutionStatus.FAILED,
                "FAILED",
                THEN,
                null,
                "1",
                new Counts(2, 1, 3, 4, 5, 6, 7, 8),
                "it broke");
        BatchExecution execution = new BatchExecution(
                9,
                4,
                "build",
                new AttemptRef(new JobId(7), 2, 2),
                ExecutionStatus.FAILED,
                "FAILED",
                THEN,
                THEN,
                null,
                Map.of("job", "7", "Epoch_Of", "3"),
                List.of(step));
        return new ExecutionView(RUNNER, execution, THEN, null, "ann", JobStatus.FAILED, false, true, true);
    }
}
