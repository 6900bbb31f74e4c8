// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.runner.qemu.RealGuests.Job;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A failed attempt's guest is kept as it was before the task that failed, and another attempt goes on there. */
@ExtendWith(RealGuests.Shared.class)
class RestartIT {
    /** Task four wants something of a server outside the guest. */
    private static final String FIVE_TASKS = """
            image: debian/bookworm
            tasks:
              - one: |
                  echo one >> ran
              - two: |
                  echo two >> ran
                  nohup sh -c 'while :; do date +%%s > new; mv new tick; sleep 0.2; done' >/dev/null 2>&1 &
                  echo $! > pid
                  until test -s tick; do sleep 0.1; done
              - three: |
                  echo three >> ran
                  sleep 10
              - four: |
                  echo four >> ran
                  exec 3<>/dev/tcp/%s/%d
                  printf 'GET /file HTTP/1.0\\r\\n\\r\\n' >&3
                  head -1 <&3 | grep 200
              - five: |
                  kill -0 $(cat pid)
                  cat ran
                  tick=$(cat tick)
                  echo "age $(($(date +%%s) - tick))"
            """;

    private final RealGuests guests;
    private volatile int answer = 404;
    private HttpServer server;

    RestartIT(RealGuests guests) {
        this.guests = guests;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(RealGuests.here(), 0), 0);
        server.createContext("/file", exchange -> {
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    @Test
    void failedTaskRunsAgainInTheGuestAsItWasBefore() throws IOException {
        guests.startWarm(Map.of("checkpoint.percent", "100", "guest.host-access", "true"));
        String manifest = FIVE_TASKS.formatted(
                RealGuests.here().getHostAddress(), server.getAddress().getPort());
        AttemptRef first = guests.order(manifest);
        assertThat(guests.awaitFailure(first)).isEqualTo(new Outcome.TaskFailed(new TaskName("four"), 1));
        HeldCheckpoint checkpoint = guests.awaitCheckpoint(first);
        assertThat(checkpoint.task()).isEqualTo(new TaskName("four"));
        assertOwnersAlone(guests.state("checkpoints"));

        answer = 200;
        Instant asked = Instant.now();
        AttemptRef second = guests.restart(manifest, checkpoint, "");
        Job job = guests.awaitSuccess(second);

        assertThat(tasksBegun(job)).containsExactly("four", "five");
        assertThat(job.log("five")).contains("one\r\ntwo\r\nthree\r\nfour\r\n").containsPattern("age [012]\\b");
        System.out.printf(
                "restart to first output: %d ms%n", untilOutput(job, asked).toMillis());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> guests.checkpoints().stream()
                        .noneMatch(kept -> kept.attempt().job().equals(first.job())));
        assertThat(guests.state("checkpoints").resolve(first.job().toString())).doesNotExist();
    }

    @Test
    void failedTaskMayRunAnEditedScript() {
        guests.startWarm(Map.of("checkpoint.percent", "100"));
        String manifest = """
                image: debian/bookworm
                tasks:
                  - wrong: |
                      echo before >> ran
                      sleep 5
                      false
                  - last: |
                      cat ran
                """;
        AttemptRef first = guests.order(manifest);
        guests.awaitFailure(first);
        HeldCheckpoint checkpoint = guests.awaitCheckpoint(first);

        Job job = guests.awaitSuccess(guests.restart(manifest, checkpoint, "echo mended >> ran"));

        assertThat(job.log("last")).contains("mended").doesNotContain("before");
        assertThat(job.setupLog()).contains("Sending the edited script of task wrong");
    }

    @Test
    void whatIsNotKeptCannotBeGoneOnFrom() {
        guests.startWarm(Map.of("checkpoint.percent", "0"));
        String manifest = "image: debian/bookworm\ntasks:\n  - wrong: |\n      false\n";
        AttemptRef first = guests.order(manifest);
        guests.awaitFailure(first);

        AttemptRef second =
                guests.restart(manifest, new HeldCheckpoint(first, new TaskName("wrong"), Instant.now()), "");

        assertThat(guests.awaitFailure(second))
                .isInstanceOfSatisfying(
                        Outcome.StepFailed.class,
                        failed -> assertThat(failed.problem()).isEqualTo(Problem.CHECKPOINT_LOST));
    }

    private static List<String> tasksBegun(Job job) {
        return job.told(TaskMoved.class)
                .filter(moved -> moved.status() == TaskStatus.RUNNING)
                .map(moved -> moved.task().value())
                .toList();
    }

    private static Duration untilOutput(Job job, Instant asked) {
        return job.told(LogAppended.class)
                .filter(log -> log.log().equals(LogName.of(new TaskName("four"))))
                .map(log -> Duration.between(asked, log.at()))
                .findFirst()
                .orElseThrow();
    }

    private static void assertOwnersAlone(Path checkpoints) throws IOException {
        try (Stream<Path> jobs = Files.list(checkpoints)) {
            for (Path job : jobs.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(job)))
                        .isEqualTo("rwx------");
            }
        }
    }
}
