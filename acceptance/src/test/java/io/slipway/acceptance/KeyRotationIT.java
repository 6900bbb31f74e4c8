// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Keys of a whole stack are replaced while jobs run in real guests, and what a runner has on its disk opens nothing else. */
@ExtendWith(StackExtension.class)
class KeyRotationIT {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String SECRET = "rotated-hunter2";
    private static final String MANIFEST = """
            image: debian/bookworm
            secrets: [rotated]
            tasks:
              - length: wc -c <rotated
            """;

    private final Stack stack;
    private final Api admin;

    KeyRotationIT(Stack stack) {
        this.stack = stack;
        this.admin = stack.as("admin", "JOBS:RW", "LOGS:RO", "SECRETS:RW");
    }

    /** Other tests may have left a key behind that nothing is sealed with; it may go after a minute. */
    @BeforeEach
    @AfterEach
    void retireOldKeys() {
        for (String kind : List.of("secrets", "opening")) {
            await().atMost(LONG)
                    .pollInterval(SOON)
                    .until(() ->
                            admin.post("/api/keys/%s/retire".formatted(kind)).status() == 200);
        }
    }

    @Test
    void jobRunsWhileEverythingIsSealedAnewAndTheNextOneGetsItsSecret() {
        assertThat(admin.post(
                                "/api/secrets",
                                "{\"type\": \"file\", \"name\": \"rotated\", \"path\": \"~/rotated\", \"mode\": \"600\", \"content\": \"%s\"}"
                                        .formatted(SECRET))
                        .status())
                .isEqualTo(201);
        JsonNode before = secrets();
        RunningJob job = RunningJob.submit(admin, MANIFEST);

        rotateInTheConsole();

        assertThat(secrets().path("keys").asInt()).isEqualTo(2);
        assertThat(secrets().path("key").asText())
                .isNotEqualTo(before.path("key").asText());
        assertThat(admin.post("/api/keys/secrets/rotate").problem()).isEqualTo("409 SW-5054");
        assertThat(admin.post("/api/keys/secrets/retire").problem()).isEqualTo("409 SW-5054");
        await().atMost(LONG).until(() -> secrets().path("left").asInt() == 0);
        assertThat(job.awaitEnd().path("status").asText()).isEqualTo("success");

        RunningJob next = RunningJob.submit(admin, MANIFEST);
        assertThat(next.awaitEnd().path("status").asText()).isEqualTo("success");
        assertThat(next.log("length").text().strip()).endsWith("\n" + SECRET.length());
    }

    /** Another test may have replaced it in this minute. */
    private void rotateSigningInTheConsole() {
        try (Browser browser = new Browser(stack.origin())) {
            browser.logIn("admin", stack.password());
            await().atMost(LONG).pollInterval(SOON).until(() -> {
                browser.open("/admin/keys");
                browser.click(By.id("rotate-signing"));
                return browser.text(By.cssSelector(".message")).startsWith("A new key was made, which runners learn");
            });
            browser.picture("keys-signing");
        }
    }

    private void rotateOpeningInTheConsole() {
        try (Browser browser = new Browser(stack.origin())) {
            browser.logIn("admin", stack.password());
            browser.open("/admin/keys");
            browser.click(By.id("rotate-opening"));
            browser.awaitText(By.cssSelector(".message.info"), text -> text.startsWith("A new key was made"));
            browser.awaitText(By.id("opening-older"), text -> text.isEqualTo("1"));
            browser.click(By.id("retire-opening"));
            browser.awaitText(By.cssSelector(".message.error"), text -> text.contains("Retiring old keys"));
            browser.picture("keys-opening");
        }
    }

    private void rotateInTheConsole() {
        try (Browser browser = new Browser(stack.origin())) {
            browser.logIn("admin", stack.password());
            browser.click(By.id("to-keys"));
            browser.awaitText(By.id("secrets-older"), text -> text.isEqualTo("0"));
            browser.picture("keys");
            browser.click(By.id("rotate-secrets"));
            browser.awaitText(By.cssSelector(".message.info"), text -> text.startsWith("A new key was made."));
            browser.awaitText(By.id("secrets-older"), text -> text.isEqualTo("1"));
            browser.click(By.id("retire-secrets"));
            browser.awaitText(By.cssSelector(".message.error"), text -> text.contains("try again later"));
            browser.picture("keys-rotated");
        }
    }

    @Test
    void jobRunsWhileItsRunnerAndItsMasterGetOtherKeys() {
        RunningJob job = RunningJob.submit(admin, """
                image: debian/bookworm
                tasks:
                  - first: echo began
                  - second: |
                      for i in $(seq 45); do sleep 1; echo still; done
                """);
        job.awaitOutput("first", "began");
        String runners = runner().path("fingerprint").asText();
        String masters = signing();

        assertThat(admin.post("/api/runners/local/keys").status()).isEqualTo(200);
        rotateSigningInTheConsole();
        rotateOpeningInTheConsole();

        assertThat(signing()).isNotEqualTo(masters);
        assertThat(admin.post("/api/keys/signing/rotate").problem()).isEqualTo("409 SW-5054");
        await().atMost(LONG)
                .pollInterval(SOON)
                .until(() -> !runner().path("fingerprint").asText().equals(runners));
        await().atMost(LONG)
                .pollInterval(SOON)
                .until(() -> admin.get("/api/keys")
                        .json()
                        .path("opening")
                        .path("behind")
                        .isEmpty());
        JsonNode ended = job.awaitEnd();
        assertThat(ended.path("status").asText()).isEqualTo("success");
        assertThat(ended.path("attempts")).hasSize(1);
        assertThat(job.log("second").text()).contains("still");
        assertThat(runner().path("state").asText()).isEqualTo("enrolled");

        RunningJob next = RunningJob.submit(admin, "image: debian/bookworm\ntasks:\n  - first: echo again\n");
        assertThat(next.awaitEnd().path("status").asText()).isEqualTo("success");
    }

    @Test
    void whatTheRunnerHasOnItsDiskOpensNeitherTheDatabaseNorTheMaster() throws IOException {
        List<String> masters = List.of(
                secret("postgresql.password"),
                secret("postgresql-superuser.password"),
                secret("admin.password"),
                material("secret/secrets.json"),
                material("master/signing.json"),
                material("master/opening.json"));

        try (Stream<Path> files = Files.walk(stack.home().resolve("runner"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() < 10_000_000)
                    .toList()) {
                String text = new String(Files.readAllBytes(file), UTF_8);
                assertThat(masters).as(file.toString()).noneMatch(text::contains);
            }
        }
    }

    private String secret(String name) throws IOException {
        return Files.readString(stack.home().resolve("secret").resolve(name)).strip();
    }

    /** The private part of a keyset. */
    private String material(String file) throws IOException {
        return Files.readString(stack.home().resolve(file)).replaceAll("(?s).*\"value\" ?: ?\"([^\"]+)\".*", "$1");
    }

    private String signing() {
        return admin.get("/api/keys").json().path("signing").path("fingerprint").asText();
    }

    /** As the master knows it. */
    private JsonNode runner() {
        return StreamSupport.stream(
                        admin.get("/api/runners").json().path("results").spliterator(), false)
                .filter(runner -> runner.path("name").asText().equals("local"))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode secrets() {
        return admin.get("/api/keys").json().path("secrets");
    }
}
