// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.message.AttemptAccount.TaskEnd;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAbsent;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.RunnerMessage.RewindLog;
import io.slipway.message.WorkOrder;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
        RunnerAlive alive = await().until(() -> rig.newest(RunnerAlive.class), found -> found != null);

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
        rig.awaitLog(order.attempt(), LogName.of(ENDLESS_TASK));
        rig.send(order);
        await().until(() -> rig.told(order.attempt(), AttemptStarted.class).size() == 2);

        FakeGuestFactory.onCreate(attempt -> {});
        assertThat(made).containsExactly(order.attempt());
    }

    @Test
    void sameOrderManyTimesAtOnceRunsOnce() {
        List<AttemptRef> made = new CopyOnWriteArrayList<>();
        FakeGuestFactory.onCreate(made::add);
        WorkOrder order = rig.newOrder(ENDLESS, HOUR);

        for (int n = 1; n <= 8; n++) {
            rig.send(order);
        }
        await().until(() -> rig.told(order.attempt(), AttemptStarted.class).size() == 8);
        rig.awaitLog(order.attempt(), LogName.of(ENDLESS_TASK));

        FakeGuestFactory.onCreate(attempt -> {});
        assertThat(made).containsExactly(order.attempt());
    }

    @Test
    void orderOfAnEndedAttemptIsAnsweredWithItsEnd() {
        WorkOrder order = rig.newOrder(SHORT, HOUR);
        rig.send(order);
        rig.awaitEnd(order.attempt());

        rig.send(order);

        await().until(() -> rig.told(order.attempt(), AttemptEnded.class).size() == 2);
        assertThat(rig.told(order.attempt(), AttemptEnded.class))
                .allMatch(end -> end.outcome() instanceof Outcome.Succeeded)
                .allMatch(end -> end.account().tasks().size() == 1
                        && end.account().logs().size() == 2);
        await().untilAsserted(() -> assertThat(rig.orderFiles()).isEmpty());
    }

    @Test
    void attemptWhoseBeginningStumblesHasEndedAndHoldsNothing() {
        WorkOrder order = rig.newOrder(SHORT, HOUR);
        FakeGuestFactory.onCreate(attempt -> {
            throw new StackOverflowError("as the test wants it");
        });
        try {
            rig.send(order);

            assertThat(rig.awaitEnd(order.attempt())).isInstanceOfSatisfying(Outcome.RunnerFailed.class, failed -> {
                assertThat(failed.problem()).isEqualTo(Problem.DEFECT);
                assertThat(failed.sentence()).contains("as the test wants it");
            });
            await().untilAsserted(() -> assertThat(rig.running()).isZero());
            await().untilAsserted(() -> assertThat(rig.orderFiles()).isEmpty());
        } finally {
            FakeGuestFactory.onCreate(attempt -> {});
        }
    }

    @Test
    void cancelEndsATaskWithinTwoSeconds() {
        AttemptRef attempt = rig.order(ENDLESS, HOUR);
        rig.awaitLog(attempt, LogName.of(ENDLESS_TASK));
        Instant asked = Instant.now();

        rig.send(new CancelAttempt(attempt, "You cancelled it."));

        Outcome outcome = rig.awaitEnd(attempt);
        assertThat(outcome).isEqualTo(new Outcome.Cancelled("You cancelled it."));
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void cancelEndsAGuestThatNeverAnswers() {
        int before = FakeGuestFactory.standing();
        AttemptRef attempt = rig.order("image: fake/silent\ntasks:\n  - never: say never\n", HOUR);
        await().until(() -> FakeGuestFactory.standing() == before + 1);

        rig.send(new CancelAttempt(attempt, "You cancelled it."));

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(FakeGuestFactory.standing()).isEqualTo(before);
    }

    @Test
    void uploadIsTriedAgainWhileTheStoreIsAway() {
        rig.store().refuse(503, 2);

        AttemptRef attempt = rig.order(SHORT, HOUR);

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.store().kept()).containsEntry("0/result.txt", "whole");
    }

    @Test
    void artifactThatTheStoreFindsTooLargeIsNotTriedAgain() {
        rig.store().refuse(413, 1);

        Outcome outcome = rig.awaitEnd(rig.order(SHORT, HOUR));

        assertThat(outcome.sentence()).isEqualTo("Uploading artifact `result.txt`: it is larger than the store takes");
        assertThat(outcome.mayBeTriedAgain()).isFalse();
    }

    @Test
    void artifactsLieInTheRunnersOwnFolderUntilTheyAreUploadedOrTheNextProcessBegins() {
        Path transfers = folder.resolve("state/transfers");
        rig.store().stall();
        try {
            AttemptRef attempt = rig.order(SHORT, HOUR);
            await().until(() -> rig.log(attempt, "").contains("Uploading result.txt"));
            await().untilAsserted(() -> assertThat(transfers).isDirectoryContaining("glob:**/artifact*"));

            rig.kill();
            rig.start();

            assertThat(transfers).isEmptyDirectory();
        } finally {
            rig.store().goOn();
        }
    }

    @Test
    void attemptsRunSideBySide() {
        AttemptRef endless = rig.order(ENDLESS, HOUR);
        rig.awaitLog(endless, LogName.of(ENDLESS_TASK));

        AttemptRef other = rig.order(SHORT, HOUR);

        assertThat(rig.awaitEnd(other).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.told(endless, AttemptEnded.class)).isEmpty();
    }

    @Test
    void logIsShippedAgainAfterTheEnd() {
        AttemptRef attempt = rig.order(SHORT, HOUR);
        rig.awaitEnd(attempt);
        LogName log = LogName.of(new TaskName("greet"));
        LogClosed first = rig.told(attempt, LogClosed.class).stream()
                .filter(end -> end.log().equals(log))
                .findFirst()
                .orElseThrow();

        rig.send(new RewindLog(attempt, log, 2));

        await().until(() -> rig.told(attempt, LogClosed.class).stream()
                        .filter(end -> end.log().equals(log))
                        .count()
                == 2);
        LogAppended again = rig.told(attempt, LogAppended.class).stream()
                .filter(part -> part.log().equals(log))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(again.offset()).isEqualTo(2);
        assertThat(new String(again.bytes(), StandardCharsets.UTF_8)).isEqualTo("llo\n");
        assertThat(rig.told(attempt, LogClosed.class)
                        .get(rig.told(attempt, LogClosed.class).size() - 1)
                        .sha256())
                .isEqualTo(first.sha256());
    }

    @Test
    void logThatIsAskedForAndNotThereIsSaidToBeAbsent() {
        AttemptRef attempt = rig.order(SHORT, HOUR);
        rig.awaitEnd(attempt);
        LogName other = LogName.of(new TaskName("other"));

        rig.send(new RewindLog(attempt, other, 0));

        await().until(() -> !rig.told(attempt, LogAbsent.class).isEmpty());
        assertThat(rig.told(attempt, LogAbsent.class).get(0).log()).isEqualTo(other);
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
        rig.awaitEnd(attempt);

        AttemptEnded end = rig.told(attempt, AttemptEnded.class).get(0);
        assertThat(end.account().tasks())
                .extracting(TaskEnd::status)
                .containsExactly(TaskStatus.SUCCESS, TaskStatus.SUCCESS, TaskStatus.SKIPPED);
        assertThat(end.retold())
                .filteredOn(LogClosed.class::isInstance)
                .extracting(event -> ((LogClosed) event).log())
                .containsExactlyInAnyOrderElementsOf(rig.told(attempt, LogClosed.class).stream()
                        .map(LogClosed::log)
                        .toList());
        assertThat(end.account().logs())
                .allSatisfy(log -> assertThat(rig.told(attempt, LogClosed.class))
                        .anyMatch(told -> told.log().equals(log.log())
                                && told.length() == log.length()
                                && told.sha256().equals(log.sha256())));
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
        rig.awaitLog(attempt, LogName.of(new TaskName("slow")));

        rig.redis().down();
        rig.redis().up();

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void taskThatTakesTooLongTimesOut() {
        rig.stop();
        rig.start(Map.of("task.time-limit", "1s"));

        Outcome outcome = rig.awaitEnd(rig.order(ENDLESS, HOUR));

        assertThat(outcome)
                .isEqualTo(new Outcome.TimedOut("Task `endless` ran for longer than the 1 s that a task may take."));
    }

    @Test
    void taskLimitIsForEachTaskAlone() {
        rig.stop();
        rig.start(Map.of("task.time-limit", "2s"));

        Outcome outcome = rig.awaitEnd(rig.order("""
                image: fake
                tasks:
                  - one: sleep 1200
                  - two: sleep 1200
                """, HOUR));

        assertThat(outcome.status()).isEqualTo(JobStatus.SUCCESS);
    }
}
