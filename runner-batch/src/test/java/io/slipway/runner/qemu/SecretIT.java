// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.message.JobToken;
import io.slipway.runner.qemu.RealGuests.Job;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.Secret.FileSecret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets and the job's token come to their places in a real guest, and are seen in no log. */
@ExtendWith(RealGuests.Shared.class)
class SecretIT {
    private static final UUID FIRST_KEY = UUID.fromString("6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d");
    private static final UUID SECOND_KEY = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final UUID PGP_KEY = UUID.fromString("00000000-0000-4000-8000-000000000003");
    private static final String PASSWORD = "it's hunter2-hunter2";
    private static final String TOKEN = "slipway_job_0123456789abcdefghijklmnopqrstuv";

    private final RealGuests guests;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;

    SecretIT(RealGuests guests) {
        this.guests = guests;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(RealGuests.here(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    @Test
    void secretsLandWhereTheyBelongAndAreMaskedInEveryForm() throws IOException {
        guests.startWarm(RealGuests.HOST_ACCESS);

        Job job = guests.awaitSuccess(
                guests.order(MANIFEST.formatted(RealGuests.here().getHostAddress(), port()), secrets(), token()));

        assertThat(job.log("places").replace("\r", ""))
                .contains("700 .ssh\n")
                .contains("600 .ssh/" + FIRST_KEY + "\n")
                .contains("600 .ssh/" + SECOND_KEY + "\n")
                .contains("id_rsa is " + FIRST_KEY + "\n")
                .contains("400 .netrc\n")
                .contains("640 /tmp/deep/er/a file\n")
                .contains("755 bin/tool\n")
                .contains("600 .oauth2-token\n")
                .contains("600 .config/hut/config\n")
                .contains("tool runs\n")
                .contains("nothing is left\n");
        assertThat(job.log("keys"))
                .contains("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI")
                .contains("Test <test@example.org>");
        assertThat(job.log("shown"))
                .contains("+ SECRET='***'")
                .contains("+ echo '***'")
                .contains("after\r\n")
                .doesNotContain("hunter2")
                .doesNotContain("aXQncyBodW50ZXIy")
                .doesNotContain(TOKEN)
                .doesNotContain("b3BlbnNzaC1rZXktdjE");
        assertThat(job.setupLog())
                .containsSubsequence(
                        "Sending build environment",
                        "Sending secrets",
                        "Resolving secret deploy",
                        "Running task places")
                .doesNotContain("hunter2");
        assertThat(authorizations).containsExactly("Bearer " + TOKEN);
    }

    /** Of every process of the machine, while the job runs. */
    @Test
    void noProcessHasThemInItsArgumentsOrItsEnvironment() throws IOException, InterruptedException {
        guests.startWarm(RealGuests.HOST_ACCESS);
        ProcessWatch watch = new ProcessWatch();
        watch.start();

        Job job;
        try {
            job = guests.awaitSuccess(
                    guests.order(MANIFEST.formatted(RealGuests.here().getHostAddress(), port()), secrets(), token()));
        } finally {
            watch.end();
        }

        assertThat(job.log("shown")).contains("***");
        assertThat(watch.seen()).anyMatch(text -> text.contains("qemu-system"));
        assertThat(watch.seen())
                .noneMatch(text -> text.contains("hunter2")
                        || text.contains("aXQncyBodW50ZXIy")
                        || text.contains(TOKEN)
                        || text.contains("OPENSSH PRIVATE KEY"));
    }

    @Test
    void secretThatCannotBePlacedFailsTheJob() {
        guests.startWarm(Map.of());
        Secret nowhere = file(new UUID(0, 4), "/proc/nosuch/file", 0600, PASSWORD);

        AttemptRef attempt = guests.order(
                "image: debian/bookworm\nsecrets: [nowhere]\ntasks:\n- never: echo never\n", List.of(nowhere), null);

        assertThat(guests.awaitFailure(attempt))
                .isInstanceOfSatisfying(
                        Outcome.StepFailed.class,
                        failed -> assertThat(failed.problem()).isEqualTo(Problem.SECRET_FAILED));
    }

    private static final String MANIFEST = """
            image: debian/bookworm
            secrets: [deploy, other, release, netrc, deep, tool]
            oauth: builds.sr.ht/JOBS:RW
            tasks:
              - places: |
                  stat -c '%%a %%n' .ssh .ssh/* .netrc '/tmp/deep/er/a file' bin/tool .oauth2-token .config/hut/config
                  echo "id_rsa is $(readlink .ssh/id_rsa)"
                  bin/tool
                  ls -A | grep slipway || echo nothing is left
              - keys: |
                  ssh-keygen -y -f .ssh/id_rsa
                  gpg --list-secret-keys
              - shown: |
                  SECRET=$(cat .netrc)
                  echo "$SECRET"
                  base64 .netrc
                  cat '/tmp/deep/er/a file' .ssh/* .config/hut/config
                  echo $OAUTH2_TOKEN
                  acurl http://%s:%d/
                  { set +x; } 2>/dev/null
                  for part in "it's h" unter2 -hunt er2; do printf '%%s' "$part"; sleep 0.3; done
                  echo
                  echo after
            """;

    private static List<Secret> secrets() throws IOException {
        return List.of(
                new Secret.SshKey(FIRST_KEY, "deploy", key("ed25519")),
                new Secret.SshKey(SECOND_KEY, "other", key("ecdsa")),
                new Secret.PgpKey(PGP_KEY, "release", key("pgp")),
                file(new UUID(0, 4), "~/.netrc", 0400, PASSWORD + "\n"),
                file(new UUID(0, 5), "/tmp/deep/er/a file", 0640, "line one of the file\nhunter2-hunter2\n"),
                file(new UUID(0, 6), "bin/tool", 0755, "#!/bin/sh\necho 'tool'\" runs\"\n"));
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static JobToken token() {
        return new JobToken(TOKEN, "builds.example.org", URI.create("https://builds.example.org"));
    }

    private static FileSecret file(UUID uuid, String path, int mode, String content) {
        return new FileSecret(
                uuid, "", new SecretPath(path), new FileMode(mode), new SecretContent(content.getBytes(UTF_8)));
    }

    private static SecretContent key(String name) throws IOException {
        try (InputStream file = SecretIT.class.getResourceAsStream("/keys/" + name)) {
            return new SecretContent(file.readAllBytes());
        }
    }
}
