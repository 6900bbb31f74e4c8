// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.AttemptRef;
import io.slipway.job.Phase;
import io.slipway.log.LogName;
import io.slipway.message.RunnerEvent.PhaseEnded;
import io.slipway.runner.fake.Told;
import io.slipway.runner.qemu.RealGuests.Job;
import io.slipway.task.TaskName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guests that began in one warm template, restored for a job or ready before it: each is as fresh as one that has booted. */
@ExtendWith(RealGuests.Shared.class)
class FreshGuestIT {
    private static final int JOBS = 20;
    private static final int EXCHANGES = 30;
    /** Looks for what another job left, leaves the same itself, and tells what must be its own. */
    private static final String MARKING = """
            test ! -e ~/marker
            test ! -e /tmp/marker
            test -z "$MARKER"
            if grep MARKER ~/.profile || pgrep -f 'sleep 98765'; then exit 1; fi
            touch ~/marker /tmp/marker
            echo 'export MARKER=1' | tee -a ~/.profile ~/.bashrc
            setsid sleep 98765 >/dev/null 2>&1 &
            echo "random=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \\n')"
            echo "machine=$(cat /etc/machine-id)"
            """;

    private final RealGuests guests;

    FreshGuestIT(RealGuests guests) {
        this.guests = guests;
    }

    @Test
    void noJobSeesAnother() {
        guests.startWarm(Map.of("guest.ready", "2"));

        List<String> logs = new ArrayList<>();
        int ready = 0;
        for (int n = 0; n < JOBS; n++) {
            Job job = guests.run(MARKING);
            logs.add(job.log("task"));
            assertThat(job.setupLog()).contains("Restored from the warm template");
            ready += job.setupLog().contains("A guest was ready") ? 1 : 0;
        }

        assertThat(ready).as("jobs whose guest was ready").isPositive();
        assertThat(told(logs, "random")).hasSize(JOBS).doesNotHaveDuplicates();
        assertThat(told(logs, "machine")).hasSize(JOBS).doesNotHaveDuplicates();
    }

    private static List<String> told(List<String> logs, String key) {
        return logs.stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key + "="))
                .toList();
    }

    @Test
    void clockOfARestoredGuestIsRight() throws IOException, InterruptedException {
        guests.startWarm(Map.of());

        assertThat(clockError()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void clockOfAGuestThatHasWaitedIsRight() throws IOException, InterruptedException {
        guests.startWarm(Map.of("guest.ready", "1"));
        guests.run("true");
        await().atMost(Duration.ofMinutes(2)).until(() -> CountedGuestFactory.waiting() == 1);
        await().pollDelay(Duration.ofSeconds(20)).atMost(Duration.ofSeconds(30)).until(() -> true);

        assertThat(clockError()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void guestThatDiedWhileItWaitedIsPassedOver() throws IOException {
        guests.startWarm(Map.of("guest.ready", "1"));
        guests.run("true");
        await().atMost(Duration.ofMinutes(2)).until(() -> CountedGuestFactory.waiting() == 1);
        try (Stream<Path> folders = Files.list(guests.state("guests"))) {
            Path waiting = folders.filter(
                            folder -> folder.getFileName().toString().startsWith("ready-"))
                    .findFirst()
                    .orElseThrow();
            long pid = Long.parseLong(Files.readString(waiting.resolve("pid")).strip());
            ProcessHandle qemu = ProcessHandle.of(pid).orElseThrow();
            assertThat(qemu.destroyForcibly()).isTrue();
            qemu.onExit().join();
        }

        assertThat(guests.run("true").setupLog()).doesNotContain("A guest was ready");
    }

    @Test
    void preparingCostsTheSameRoundTripsWhateverTheManifestHas() {
        guests.startWarm(Map.of());
        String variables = IntStream.range(0, 20)
                .mapToObj(n -> "  NAME_%d: value\n".formatted(n))
                .reduce("environment:\n", String::concat);
        String tasks = IntStream.range(0, 40)
                .mapToObj(n -> "  - task_%d: 'true'\n".formatted(n))
                .reduce("tasks:\n", String::concat);

        Job small = guests.run("true");
        Job large = guests.runManifest("image: " + RealGuests.IMAGE + "\n" + variables + tasks);

        assertThat(channelsOfPrepare(small)).isEqualTo(1);
        assertThat(channelsOfPrepare(large)).isEqualTo(1);
    }

    private static long channelsOfPrepare(Job job) {
        PhaseEnded prepare = job.told(PhaseEnded.class)
                .filter(phase -> phase.phase() == Phase.PREPARE)
                .findFirst()
                .orElseThrow();
        return CountedGuestFactory.channels(prepare.began(), prepare.at());
    }

    /** How far the clock of a job's guest is from this machine's, asked while the job's task runs. */
    private Duration clockError() throws IOException, InterruptedException {
        AttemptRef attempt = guests.order(
                "image: %s\ntasks:\n  - task: |\n      echo here\n      sleep 15\n".formatted(RealGuests.IMAGE));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> new Told(guests.events(attempt))
                        .text(LogName.of(new TaskName("task")))
                        .contains("here"));
        SshClient client = SshConnection.client();
        try (SshConnection connection = SshConnection.open(client, portOfTheOneGuest(), Duration.ofSeconds(30))) {
            return clockError(connection);
        } finally {
            client.stop();
            guests.awaitSuccess(attempt);
        }
    }

    private int portOfTheOneGuest() throws IOException {
        try (Stream<Path> folders = Files.list(guests.state("guests"))) {
            String arguments =
                    Files.readString(folders.findFirst().orElseThrow().resolve("argv"));
            return Integer.parseInt(arguments.replaceAll("(?s).*hostfwd=tcp:[0-9.]*:(\\d+)-.*", "$1"));
        }
    }

    private static Duration clockError(SshConnection connection) throws IOException, InterruptedException {
        try (PipedInputStream asked = new PipedInputStream();
                PipedInputStream answers = new PipedInputStream();
                PipedOutputStream answered = new PipedOutputStream(answers);
                BufferedReader reader = new BufferedReader(new InputStreamReader(answers, StandardCharsets.US_ASCII))) {
            Thread guest = new Thread(
                    () -> connection.run("while read -r _; do echo $EPOCHREALTIME; done", false, asked, answered),
                    "guest-clock");
            try (PipedOutputStream questions = new PipedOutputStream(asked)) {
                guest.start();
                return clockError(questions, reader);
            } finally {
                // It needs the connection until the guest has heard of the end.
                guest.join();
            }
        }
    }

    /** Of many exchanges the shortest tells most: the guest's clock was read somewhere within it. */
    private static Duration clockError(OutputStream questions, BufferedReader answers) throws IOException {
        Duration shortest = Duration.ofDays(1);
        Duration error = Duration.ofDays(1);
        for (int n = 0; n < EXCHANGES; n++) {
            Instant before = Instant.now();
            ask(questions);
            Instant told = instant(answers.readLine());
            Duration taken = Duration.between(before, Instant.now());
            if (taken.compareTo(shortest) < 0) {
                shortest = taken;
                error = Duration.between(before.plus(taken.dividedBy(2)), told).abs();
            }
        }
        return error;
    }

    private static void ask(OutputStream questions) throws IOException {
        questions.write('\n');
        questions.flush();
    }

    private static Instant instant(String seconds) {
        String[] parts = seconds.split("[.]");
        return Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]) * 1000);
    }
}
