// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** A job fails, its owner mends the guest with an ordinary ssh client, and the job continues there. */
@ExtendWith(StackExtension.class)
class StandbyIT {
    private static final By STATUS = By.id("job-status");
    private static final By CONTINUE = By.id("restart-standing");
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - prepare: |
                  date +%s%N > begun
              - wrong: |
                  echo "begun $(cat begun)"
                  test -e mended
              - last: |
                  cat mended
            """;

    @TempDir
    private Path folder;

    private final Stack stack;
    private Browser browser;

    StandbyIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("standby-last");
        browser.close();
    }

    @Test
    void ownerMendsTheGuestAndTheJobContinuesThere() throws Exception {
        Path key = addKey();
        RunningJob job = RunningJob.submit(stack.admin(), MANIFEST);
        browser.logIn("admin", stack.password());
        browser.open("/~admin/job/" + job.id());
        await().atMost(LONGEST)
                .until(() -> job.now().path("standing").path("task").asText().equals("wrong"));
        String prepared = job.now().path("tasks").path(0).toString();
        browser.waiting(Duration.ofMinutes(1))
                .until(page -> !page.findElements(CONTINUE).isEmpty());
        String command = browser.text(By.id("login-command"));
        browser.picture("job-standing");

        assertThat(command).matches("ssh -t -p [0-9]+ builds@127\\.0\\.0\\.1 connect " + job.id());
        assertThat(job.setupLog()).contains(command);
        String hostname = ssh(key, command, "hostname; echo by hand > mended");
        assertThat(hostname.strip()).isEqualTo("build");
        await().untilAsserted(() -> assertThat(
                        keys().get(keys().size() - 1).path("last_used").asText())
                .startsWith("20"));
        assertThat(job.now().path("standing").path("visited").asBoolean()).isTrue();
        hangUp(key, command, "yes");
        assertThat(ssh(key, command, "cat mended")).isEqualTo("by hand\n");
        browser.click(CONTINUE);

        browser.waiting(LONGEST).until(page -> browser.text(STATUS).equalsIgnoreCase("success"));
        JsonNode ended = job.now();
        assertThat(ended.path("tasks").path(0)).hasToString(prepared);
        assertThat(ended.path("attempts").path(1).path("restart").path("guest").asText())
                .isEqualTo("standing");
        assertThat(job.log("last").text()).contains("by hand");
        assertThat(browser.text(By.id("attempts")))
                .contains("Went on with task wrong in the guest of attempt 1, which stood by.");
    }

    private JsonNode keys() {
        return stack.as("admin", "PROFILE:RO").get("/api/ssh-keys").json().path("results");
    }

    private Path addKey() throws Exception {
        Path key = folder.resolve("key");
        run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key.toString()));
        String line = Files.readString(folder.resolve("key.pub")).strip();
        Api.Answer added = stack.as("admin", "PROFILE:RW", "JOBS:RW", "LOGS:RW", "SECRETS:RW")
                .post("/api/ssh-keys", new ObjectMapper().writeValueAsString(Map.of("key", line)));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        return key;
    }

    /** Ends the client in the middle of what the guest prints. */
    private static void hangUp(Path key, String command, String inGuest) throws Exception {
        Process process = new ProcessBuilder(words(key, command, inGuest)).start();
        assertThat(process.getInputStream().readNBytes(100_000)).hasSize(100_000);
        process.destroyForcibly().waitFor();
    }

    /** Types what the page says, with another command than a login. */
    private static String ssh(Path key, String command, String inGuest) throws Exception {
        return run(words(key, command, inGuest));
    }

    private static List<String> words(Path key, String command, String inGuest) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.remove("-t");
        words.addAll(
                1,
                List.of(
                        "-q",
                        "-i",
                        key.toString(),
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null"));
        words.add(inGuest);
        return words;
    }

    private static String run(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
