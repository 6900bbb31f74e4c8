// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.message.AttemptAccount.TaskEnd;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.RunnerMessage.RewindLog;
import io.slipway.message.WorkOrder;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String SHORT = """
            image: fake
            tasks:
              - greet: |
                  say hello
                  write result.txt whole
            artifacts: [result.txt]
            """;
    private static final String ENDLESS = """
            image: fake
            tasks:
              - endless: |
                  say it begins
                  sleep 3600000
            """;
    private static final TaskName ENDLESS_TASK = new TaskName("endless");

    @TempDir
    private Path folder;

    private RunnerRig rig;

    @BeforeEach
    void startRunner() {
        rig = new RunnerRig(folder).start();
    }

    @AfterEach
    void stopRunner() {
        rig.close();
    }

    @Test
    void heartbeatOffersTheImagesThatAreThere() {
        RunnerAlive alive = await().until(() -> newest(RunnerAlive.class), found -> found != null);

        assertThat(alive.images())
                .extracting(image -> image.name().value())
                .containsExactly("fake", "fake/refuses", "fake/silent");
        assertThat(alive.slots()).isEqualTo(4);
        assertThat(alive.running()).isEmpty();
    }

    @Test
    void sameOrderTwiceRunsOnce() {
        List<AttemptRef> made = new ArrayList<>();
        FakeGuestFactory.onCreate(made::add);
        WorkOrder order = rig.newOrder(ENDLESS, HOUR);

        rig.send(order);
        awaitLog(order.attempt(), LogName.of(ENDLESS_TASK));
        rig.send(order);
        await().until(() -> told(order.attempt(), AttemptStarted.class).size() == 2);

        FakeGuestFactory.onCreate(attempt -> {});
        assertThat(made).containsExactly(order.attempt());
    }

    @Test
    void orderOfAnEndedAttemptIsAnsweredWithItsEnd() {
        WorkOrder order = rig.newOrder(SHORT, HOUR);
        rig.send(order);
        awaitEnd(order.attempt());

        rig.send(order);

        await().until(() -> told(order.attempt(), AttemptEnded.class).size() == 2);
        assertThat(told(order.attempt(), AttemptEnded.class))
                .allMatch(end -> end.outcome() instanceof Outcome.Succeeded);
        await().untilAsserted(() -> assertThat(orderFiles()).isEmpty());
    }

    @Test
    void cancelEndsATaskWithinTwoSeconds() {
        AttemptRef attempt = rig.order(ENDLESS, HOUR);
        awaitLog(attempt, LogName.of(ENDLESS_TASK));
        Instant asked = Instant.now();

        rig.send(new CancelAttempt(attempt, "You cancelled it."));

        Outcome outcome = awaitEnd(attempt);
        assertThat(outcome).isEqualTo(new Outcome.Cancelled("You cancelled it."));
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void cancelEndsAGuestThatNeverAnswers() {
        int before = FakeGuestFactory.standing();
        AttemptRef attempt = rig.order("image: fake/silent\ntasks:\n  - never: say never\n", HOUR);
        await().until(() -> FakeGuestFactory.standing() == before + 1);

        rig.send(new CancelAttempt(attempt, "You cancelled it."));

        assertThat(awaitEnd(attempt).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(FakeGuestFactory.standing()).isEqualTo(before);
    }

    @Test
    void uploadIsTriedAgainWhileTheStoreIsAway() {
        rig.store().refuse(503, 2);

        AttemptRef attempt = rig.order(SHORT, HOUR);

        assertThat(awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.store().kept()).containsEntry("0/result.txt", "whole");
    }

    @Test
    void artifactThatTheStoreFindsTooLargeIsNotTriedAgain() {
        rig.store().refuse(413, 1);

        Outcome outcome = awaitEnd(rig.order(SHORT, HOUR));

        assertThat(outcome.sentence()).isEqualTo("Uploading artifact `result.txt`: it is larger than the store takes");
        assertThat(outcome.mayBeTriedAgain()).isFalse();
    }

    @Test
    void attemptsRunSideBySide() {
        AttemptRef endless = rig.order(ENDLESS, HOUR);
        awaitLog(endless, LogName.of(ENDLESS_TASK));

        AttemptRef other = rig.order(SHORT, HOUR);

        assertThat(awaitEnd(other).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(told(endless, AttemptEnded.class)).isEmpty();
    }

    @Test
    void logIsShippedAgainAfterTheEnd() {
        AttemptRef attempt = rig.order(SHORT, HOUR);
        awaitEnd(attempt);
        LogName log = LogName.of(new TaskName("greet"));
        LogClosed first = told(attempt, LogClosed.class).stream()
                .filter(end -> end.log().equals(log))
                .findFirst()
                .orElseThrow();

        rig.send(new RewindLog(attempt, log, 2));

        await().until(() -> told(attempt, LogClosed.class).stream()
                        .filter(end -> end.log().equals(log))
                        .count()
                == 2);
        LogAppended again = told(attempt, LogAppended.class).stream()
                .filter(part -> part.log().equals(log))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(again.offset()).isEqualTo(2);
        assertThat(new String(again.bytes(), StandardCharsets.UTF_8)).isEqualTo("llo\n");
        assertThat(told(attempt, LogClosed.class)
                        .get(told(attempt, LogClosed.class).size() - 1)
                        .sha256())
                .isEqualTo(first.sha256());
    }

    @Test
    void runnerThatWasKilledSaysSoOfItsAttemptsWhenItComesBack() throws SQLException {
        AttemptRef attempt = rig.order(ENDLESS, HOUR);
        awaitLog(attempt, LogName.of(ENDLESS_TASK));

        rig.kill();
        rig.start();

        assertThat(awaitEnd(attempt).mayBeTriedAgain()).isTrue();
        assertThat(orderFiles()).isEmpty();
        assertThat(executions()).containsExactly("FAILED");
    }

    @Test
    void endTellsOnceMoreWhatBecameOfTasksAndLogs() {
        AttemptRef attempt = rig.order("""
                image: fake
                tasks:
                  - one: say hello
                  - two: |
                      complete-build
                  - three: say never
                """, HOUR);
        awaitEnd(attempt);

        AttemptEnded end = told(attempt, AttemptEnded.class).get(0);
        assertThat(end.account().tasks())
                .extracting(TaskEnd::status)
                .containsExactly(TaskStatus.SUCCESS, TaskStatus.SUCCESS, TaskStatus.SKIPPED);
        assertThat(end.retold())
                .filteredOn(LogClosed.class::isInstance)
                .extracting(event -> ((LogClosed) event).log())
                .containsExactlyInAnyOrderElementsOf(told(attempt, LogClosed.class).stream()
                        .map(LogClosed::log)
                        .toList());
        assertThat(end.account().logs())
                .allSatisfy(log -> assertThat(told(attempt, LogClosed.class))
                        .anyMatch(told -> told.log().equals(log.log())
                                && told.length() == log.length()
                                && told.sha256().equals(log.sha256())));
    }

    @Test
    void runnerThatWasKilledTellsWhatItsDiskStillHas() {
        rig.stop();
        rig.start(Map.of("checkpoint.percent", "100"));
        AttemptRef attempt = rig.order("""
                image: fake
                tasks:
                  - one: say hello
                  - endless: |
                      say it begins
                      sleep 3600000
                """, HOUR);
        awaitLog(attempt, LogName.of(ENDLESS_TASK));

        rig.kill();
        rig.start(Map.of("checkpoint.percent", "100"));

        awaitEnd(attempt);
        AttemptEnded end = told(attempt, AttemptEnded.class).get(0);
        assertThat(end.account().tasks()).extracting(TaskEnd::task).containsExactly(new TaskName("one"));
        assertThat(end.account().logs())
                .extracting(log -> log.log().toString())
                .containsExactly("setup", "one", "endless");
        LogName one = LogName.of(new TaskName("one"));
        rig.send(new RewindLog(attempt, one, 0));
        await().until(() -> told(attempt, LogClosed.class).stream()
                .anyMatch(closed -> closed.log().equals(one)
                        && closed.sha256().equals(end.account().logs().get(1).sha256())));
    }

    @Test
    void nothingIsLostWhileRedisIsAway() {
        AttemptRef attempt = rig.order("""
                image: fake
                tasks:
                  - slow: |
                      say before
                      sleep 1500
                      say after
                """, HOUR);
        awaitLog(attempt, LogName.of(new TaskName("slow")));

        rig.redis().down();
        rig.redis().up();

        assertThat(awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void stoppedRunnerLeavesBeforeItEndsWhatRuns() {
        AttemptRef attempt = rig.order(ENDLESS, HOUR);
        awaitLog(attempt, LogName.of(ENDLESS_TASK));

        rig.stop();

        Outcome outcome = awaitEnd(attempt);
        assertThat(outcome.sentence()).isEqualTo("The runner is stopping.");
        assertThat(outcome.mayBeTriedAgain()).isTrue();
        assertThat(rig.events())
                .filteredOn(event -> event instanceof RunnerLeft || event instanceof AttemptEnded)
                .first()
                .isInstanceOf(RunnerLeft.class);
        rig.start();
    }

    @Test
    void stoppedRunnerLetsWhatRunsEndWithinTheGraceTime() {
        rig.stop();
        rig.start(Map.of("drain", "20s"));
        AttemptRef attempt = rig.order("""
                image: fake
                tasks:
                  - slow: |
                      say begun
                      sleep 1500
                """, HOUR);
        awaitLog(attempt, LogName.of(new TaskName("slow")));

        rig.stop();

        assertThat(awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(newest(RunnerAlive.class).slots())
                .as("the master sends nothing more")
                .isZero();
        rig.start();
    }

    @Test
    void taskThatTakesTooLongTimesOut() {
        rig.stop();
        rig.start(Map.of("task.time-limit", "1s"));

        Outcome outcome = awaitEnd(rig.order(ENDLESS, HOUR));

        assertThat(outcome)
                .isEqualTo(new Outcome.TimedOut("Task `endless` ran for longer than the 1 s that a task may take."));
    }

    @Test
    void taskLimitIsForEachTaskAlone() {
        rig.stop();
        rig.start(Map.of("task.time-limit", "2s"));

        Outcome outcome = awaitEnd(rig.order("""
                image: fake
                tasks:
                  - one: sleep 1200
                  - two: sleep 1200
                """, HOUR));

        assertThat(outcome.status()).isEqualTo(JobStatus.SUCCESS);
    }

    private static <T> T last(List<T> list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }

    private <T extends RunnerEvent> T newest(Class<T> kind) {
        return last(
                rig.events().stream().filter(kind::isInstance).map(kind::cast).toList());
    }

    private <T extends AttemptEvent> List<T> told(AttemptRef attempt, Class<T> kind) {
        return rig.events(attempt).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private Outcome awaitEnd(AttemptRef attempt) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> last(told(attempt, AttemptEnded.class)), end -> end != null)
                .outcome();
    }

    private void awaitLog(AttemptRef attempt, LogName log) {
        await().until(() -> told(attempt, LogAppended.class).stream()
                .anyMatch(part -> part.log().equals(log)));
    }

    private List<Path> orderFiles() {
        try (Stream<Path> files = Files.list(folder.resolve("state/orders"))) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> executions() throws SQLException {
        List<String> statuses = new ArrayList<>();
        try (Connection connection = rig.openRepository();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select batchstatus from job_execution")) {
            while (rows.next()) {
                statuses.add(rows.getString(1));
            }
        }
        return statuses;
    }
}
