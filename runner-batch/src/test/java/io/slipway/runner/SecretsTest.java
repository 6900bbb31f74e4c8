// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.message.JobToken;
import io.slipway.message.Restart;
import io.slipway.message.RunnerMessage.DropCheckpoint;
import io.slipway.message.WorkOrder;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretPath;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the secrets and the token of an order come to, and where they do not. */
class SecretsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PASSWORD = "hunter2hunter2";
    private static final String TOKEN = "slipway_job_0123456789abcdef";
    private static final String MANIFEST = """
            image: fake
            secrets: [netrc, 6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d, 00000000-0000-0000-0000-000000000003]
            oauth: builds.sr.ht/JOBS:RW
            tasks:
              - show: |
                  show .netrc
                  show .ssh/6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d
                  show .oauth2-token
                  show .config/hut/config
                  say part hunter2hunter of it
              - fail: |
                  show .oauth2-token
                  exit 3
            """;

    @TempDir
    private Path folder;

    private RunnerRig rig;

    @BeforeEach
    void startRunner() {
        rig = new RunnerRig(folder)
                .start(Map.of("standby.time", "10m", "standby.most", "2", "checkpoint.percent", "100"));
    }

    @AfterEach
    void stopRunner() {
        rig.close();
    }

    @Test
    void secretsAndTokenReachTheTasksAndNoLog() {
        AttemptRef attempt = run(order(MANIFEST));

        assertThat(rig.log(attempt, "show")).isEqualTo("""
                ***
                ***
                instance "builds.example.org" {
                	access-token "***"
                	builds {
                		origin "https://builds.example.org"
                	}
                }
                part hunter2hunter of it
                """);
        assertThat(rig.log(attempt, ""))
                .contains("Sending secrets\n")
                .contains("Resolving secret netrc\n")
                .contains("Resolving secret 6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d\n")
                .containsSubsequence("Sending build environment", "Sending secrets", "Running task show");
    }

    @Test
    void nothingOfThemStandsOnTheRunnersDisk() throws IOException {
        AttemptRef attempt = run(order(MANIFEST));
        await().until(() -> rig.standing().size() == 1);
        assertThat(rig.orderFiles()).as("the order of a guest that stands by").hasSize(1);

        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/guests/"))
                    .toList()) {
                assertThat(new String(Files.readAllBytes(file), UTF_8))
                        .as(file.toString())
                        .doesNotContain(PASSWORD)
                        .doesNotContain("c3NoIGtleSBvZiBhIHRlc3Q")
                        .doesNotContain(TOKEN);
            }
        }
        assertThat(rig.log(attempt, "show")).contains("***");
    }

    @Test
    void recordOfAnOrderIsReadByTheRunnerAlone() throws IOException {
        run(order(MANIFEST));
        await().until(() -> rig.standing().size() == 1);

        for (Path file : rig.orderFiles()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void noLogOfTheRunnerTellsThemAtTheFinestLevel() {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                records.add(logged);
            }

            @Override
            public void flush() {
                // Every line is there at once.
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
        Logger everything = Logger.getLogger("");
        Level before = everything.getLevel();
        handler.setLevel(Level.ALL);
        everything.setLevel(Level.ALL);
        everything.addHandler(handler);
        try {
            run(order(MANIFEST));
        } finally {
            everything.removeHandler(handler);
            everything.setLevel(before);
        }

        assertThat(records)
                .anyMatch(logged -> logged.getLevel().intValue() < Level.INFO.intValue()
                        && logged.getLoggerName().startsWith("io.slipway."));
        assertThat(records)
                .extracting(logged -> new SimpleFormatter().format(logged))
                .noneMatch(line ->
                        line.contains(PASSWORD) || line.contains(TOKEN) || line.contains("aHVudGVyMmh1bnRlcjI"));
    }

    /** The master says so when a secret was deleted, or its owner suspended. */
    @Test
    void checkpointThatHoldsThemGoesWhenThePermissionEnds() {
        rig.stop();
        rig.start(Map.of("checkpoint.percent", "100"));
        AttemptRef attempt = run(order(MANIFEST));
        await().until(() -> rig.checkpoint(attempt).isPresent());
        assertThat(filesBelow("checkpoints")).isNotEmpty();
        await().until(() -> rig.running() == 0);

        rig.send(new DropCheckpoint(attempt, "it is a test"));

        await().until(() -> rig.checkpoints().isEmpty());
        await().until(() -> filesBelow("checkpoints").isEmpty());
    }

    @Test
    void checkpointThatAnAttemptGoesOnFromStaysUntilThatHasEnded() {
        AttemptRef first = run(order(MANIFEST));
        await().until(() -> rig.checkpoint(first).isPresent());
        Restart restart = new Restart(first, new TaskName("fail"), "sleep 4000", Restart.Kept.CHECKPOINT);
        WorkOrder second = rig.newRestart(MANIFEST, HOUR, restart).with(secrets(), token(TOKEN));
        rig.send(second);
        await().until(() -> rig.running() == 1);

        rig.send(new DropCheckpoint(first, "it is a test"));

        await().during(Duration.ofSeconds(1))
                .until(() -> !filesBelow("checkpoints").isEmpty());
        assertThat(rig.awaitEnd(second.attempt()).status()).isEqualTo(JobStatus.SUCCESS);
    }

    private List<Path> filesBelow(String name) {
        Path below = folder.resolve("state").resolve(name);
        if (!Files.exists(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            // It goes while we look.
            return List.of(below);
        }
    }

    @Test
    void attemptThatGoesOnHasItsOwnTokenAndMasksIt() {
        AttemptRef first = run(order(MANIFEST));
        await().until(() -> rig.standing().size() == 1);
        Restart restart = new Restart(first, new TaskName("fail"), "show .oauth2-token", Restart.Kept.STANDING);
        String newToken = "slipway_job_another0token";

        AttemptRef second = run(rig.newRestart(MANIFEST, HOUR, restart).with(secrets(), token(newToken)));

        assertThat(rig.awaitEnd(second).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.log(second, "fail")).isEqualTo("***\n");
    }

    @Test
    void attemptThatGoesOnAtACheckpointHasItsOwnTokenAndMasksIt() {
        AttemptRef first = run(order(MANIFEST));
        await().until(() -> rig.checkpoint(first).isPresent());
        Restart restart = new Restart(first, new TaskName("fail"), "show .oauth2-token", Restart.Kept.CHECKPOINT);

        AttemptRef second = run(rig.newRestart(MANIFEST, HOUR, restart).with(secrets(), token("slipway_job_third")));

        assertThat(rig.log(second, "fail")).isEqualTo("***\n");
    }

    @Test
    void clientsFileThatIsASecretStaysAsItIs() {
        Secret own = new Secret.FileSecret(
                new UUID(0, 1), "netrc", new SecretPath("~/.config/hut/config"), FileMode.PRIVATE, content("own"));

        AttemptRef attempt = run(rig.newOrder(MANIFEST, HOUR).with(List.of(own), token(TOKEN)));

        assertThat(rig.log(attempt, "show")).endsWith("ownpart hunter2hunter of it\n");
    }

    @Test
    void scriptThatPlacesSecretsFailsTheJobWhenItCannot() {
        Secret nowhere = new Secret.FileSecret(
                new UUID(0, 1), "netrc", new SecretPath("/nosuch/netrc"), FileMode.PRIVATE, content(PASSWORD));

        AttemptRef attempt = run(rig.newOrder(MANIFEST, HOUR).with(List.of(nowhere), null));

        assertThat(rig.awaitEnd(attempt).sentence()).contains("Placing secrets", "setup log");
        assertThat(rig.log(attempt, "")).doesNotContain(PASSWORD);
    }

    private AttemptRef run(WorkOrder order) {
        rig.send(order);
        rig.awaitEnd(order.attempt());
        return order.attempt();
    }

    private WorkOrder order(String manifest) {
        return rig.newOrder(manifest, HOUR).with(secrets(), token(TOKEN));
    }

    private static List<Secret> secrets() {
        return List.of(
                new Secret.FileSecret(
                        new UUID(0, 1), "netrc", new SecretPath("~/.netrc"), new FileMode(0640), content(PASSWORD)),
                new Secret.SshKey(
                        UUID.fromString("6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d"), "", content("ssh key of a test\n")),
                new Secret.PgpKey(new UUID(0, 3), "", content("pgp key of a test")));
    }

    private static JobToken token(String text) {
        return new JobToken(text, "builds.example.org", URI.create("https://builds.example.org"));
    }

    private static SecretContent content(String text) {
        return new SecretContent(text.getBytes(UTF_8));
    }
}
