// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.PhaseEnded;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.runner.fake.Told;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of {@code src/test/scenarios} is an attempt on a fake guest: {@code manifest.yml} is run by the batch job, and what
 * the runner tells its master is compared with {@code expected.json}. A key that {@code expected.json} leaves out is not compared.
 */
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/scenarios");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static RunnerRig rig;

    @BeforeAll
    static void startRunner() {
        rig = new RunnerRig(folder).start();
    }

    @AfterAll
    static void stopRunner() {
        rig.close();
        assertThat(FakeGuestFactory.standing())
                .as("guests that nobody threw away")
                .isZero();
    }

    static List<String> scenarios() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void attemptEndsAsExpected(String scenario) throws IOException {
        JsonNode expected = JSON.readTree(
                SCENARIOS.resolve(scenario).resolve("expected.json").toFile());
        Duration limit = Duration.ofMillis(expected.path("time_limit_ms").asLong(60_000));
        rig.store().kept().clear();

        AttemptRef attempt =
                rig.order(Files.readString(SCENARIOS.resolve(scenario).resolve("manifest.yml")), limit);
        Outcome outcome = outcomeOf(attempt);

        assertThat(outcome.status().name()).isEqualTo(expected.path("status").asText());
        assertThat(outcome.sentence()).isEqualTo(expected.path("sentence").asText());
        assertThat(outcome.mayBeTriedAgain()).isEqualTo(expected.path("again").asBoolean());
        assertThat(rig.events(attempt).get(0)).isInstanceOf(AttemptStarted.class);
        compareTasks(expected.path("tasks"), attempt);
        compareLogs(expected, new Told(rig.events(attempt)));
        if (expected.has("phases")) {
            assertThat(phases(attempt)).isEqualTo(texts(expected.path("phases")));
        }
        if (expected.has("artifacts")) {
            assertThat(rig.store().kept())
                    .isEqualTo(
                            JSON.convertValue(expected.path("artifacts"), new TypeReference<Map<String, String>>() {}));
        }
    }

    private static Outcome outcomeOf(AttemptRef attempt) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> rig.events(attempt).stream()
                                .filter(AttemptEnded.class::isInstance)
                                .map(event -> ((AttemptEnded) event).outcome())
                                .findFirst()
                                .orElse(null),
                        outcome -> outcome != null);
    }

    private static void compareTasks(JsonNode expected, AttemptRef attempt) {
        expected.properties()
                .forEach(task -> assertThat(moves(attempt, new TaskName(task.getKey())))
                        .as(task.getKey())
                        .isEqualTo(texts(task.getValue())));
    }

    private static List<String> moves(AttemptRef attempt, TaskName task) {
        return rig.events(attempt).stream()
                .filter(event ->
                        event instanceof TaskMoved moved && moved.task().equals(task))
                .map(event -> ((TaskMoved) event).status().name())
                .toList();
    }

    private static List<String> phases(AttemptRef attempt) {
        return rig.events(attempt).stream()
                .filter(PhaseEnded.class::isInstance)
                .map(event -> ((PhaseEnded) event).phase().name())
                .toList();
    }

    private static void compareLogs(JsonNode expected, Told told) {
        assertThat(told.everyLogIsWhole()).isTrue();
        texts(expected.path("setup"))
                .forEach(line -> assertThat(told.text(LogName.SETUP)).contains(line + "\n"));
        expected.path("logs")
                .properties()
                .forEach(log -> assertThat(told.text(new LogName(log.getKey())))
                        .isEqualTo(log.getValue().asText()));
        expected.path("ends")
                .properties()
                .forEach(log -> assertThat(told.text(new LogName(log.getKey())))
                        .endsWith(log.getValue().asText()));
        expected.path("lengths")
                .properties()
                .forEach(log -> assertThat(told.bytes(new LogName(log.getKey())))
                        .hasSize(log.getValue().asInt()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
