// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.message.AttemptAccount.TaskEnd;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.RunnerMessage.RewindLog;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of attempts when their runner stops, is killed, or cannot start. */
class RunnerStopTest {
    private static final Duration HOUR = Duration.ofHours(1);
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
    void runnerWhoseSshPortIsTakenSaysNothing() throws IOException {
        rig.stop();
        int before = rig.events().size();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> rig.start(Map.of("ssh.port", Integer.toString(taken.getLocalPort()))))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("`ssh.port`");
        }
        rig.start();
        await().until(() -> rig.events().size() > before);
    }

    @Test
    void runnerThatWasKilledSaysSoOfItsAttemptsWhenItComesBack() throws SQLException {
        AttemptRef attempt = rig.order(ENDLESS, HOUR);
        rig.awaitLog(attempt, LogName.of(ENDLESS_TASK));

        rig.kill();
        rig.start();

        assertThat(rig.awaitEnd(attempt).mayBeTriedAgain()).isTrue();
        assertThat(rig.orderFiles()).isEmpty();
        assertThat(executions()).containsExactly("FAILED");
    }

    @Test
    void runnerWhoseConnectionWasClosedTakesNoMoreMessages() {
        rig.kill();
        rig.start();

        await().until(() -> Thread.getAllStackTraces().values().stream()
                        .filter(stack -> Stream.of(stack)
                                .anyMatch(call -> call.getClassName().equals(Inbox.class.getName())
                                        && call.getMethodName().equals("run")))
                        .count()
                == 1);
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
        rig.awaitLog(attempt, LogName.of(ENDLESS_TASK));

        rig.kill();
        rig.start(Map.of("checkpoint.percent", "100"));

        rig.awaitEnd(attempt);
        AttemptEnded end = rig.told(attempt, AttemptEnded.class).get(0);
        assertThat(end.account().tasks()).extracting(TaskEnd::task).containsExactly(new TaskName("one"));
        assertThat(end.account().logs())
                .extracting(log -> log.log().toString())
                .containsExactly("setup", "one", "endless");
        LogName one = LogName.of(new TaskName("one"));
        rig.send(new RewindLog(attempt, one, 0));
        await().until(() -> rig.told(attempt, LogClosed.class).stream()
                .anyMatch(closed -> closed.log().equals(one)
                        && closed.sha256().equals(end.account().logs().get(1).sha256())));
    }

    @Test
    void stoppedRunnerLeavesBeforeItEndsWhatRuns() {
        AttemptRef attempt = rig.order(ENDLESS, HOUR);
        rig.awaitLog(attempt, LogName.of(ENDLESS_TASK));

        rig.stop();

        Outcome outcome = rig.awaitEnd(attempt);
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
        rig.awaitLog(attempt, LogName.of(new TaskName("slow")));

        rig.stop();

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.newest(RunnerAlive.class).slots())
                .as("the master sends nothing more")
                .isZero();
        rig.start();
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
