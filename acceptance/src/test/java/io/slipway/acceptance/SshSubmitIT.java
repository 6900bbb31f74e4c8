// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** Submitting with the ssh client of the system, as the page of the editor says. */
@ExtendWith(StackExtension.class)
class SshSubmitIT {
    private static final String MANIFEST = "image: debian/bookworm\ntasks:\n  - build: |\n      true\n";

    @TempDir
    private Path folder;

    private final Stack stack;
    private final Api keys;
    private final Browser browser;

    SshSubmitIT(Stack stack) {
        this.stack = stack;
        this.keys = stack.as("admin", "PROFILE:RW", "JOBS:RW", "LOGS:RW", "SECRETS:RW");
        this.browser = new Browser(stack.origin());
    }

    @AfterEach
    void close() {
        browser.picture("ssh-submit-last");
        browser.close();
        keys.get("/api/ssh-keys")
                .json()
                .path("results")
                .forEach(key -> keys.delete("/api/ssh-keys/" + key.path("id").asLong()));
    }

    @Test
    void manifestIsSubmittedAsTheEditorsPageSays() throws Exception {
        Path key = addKey();
        browser.logIn("admin", stack.password());
        browser.open("/submit");
        String command = browser.text(By.id("ssh-command"));
        browser.picture("submit-ssh");
        assertThat(command).matches("ssh -p [0-9]+ builds@127\\.0\\.0\\.1 submit < manifest\\.yml");

        Said taken = ssh(key, command, List.of("-n", "'By ssh'", "-t", "one/two"), MANIFEST);
        Said refused = ssh(key, command, List.of(), "image: debian/bookworm\ntasks: []\n");

        assertThat(taken.code()).as(taken.err()).isZero();
        String address = taken.out().strip();
        assertThat(address).startsWith(stack.origin() + "/~admin/job/");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("line 2, column 8: error: ").contains("(SW-1010)");
        browser.open(address.substring(stack.origin().toString().length()));
        assertThat(browser.text(By.cssSelector("h1"))).contains(address.substring(address.lastIndexOf('/') + 1));
        JsonNode job = job(address);
        assertThat(job.path("note").asText()).isEqualTo("By ssh");
        assertThat(job.path("tags").asText()).isEqualTo("one/two");
        assertThat(job.path("visibility").asText()).isEqualTo("unlisted");
        stack.admin().post("/api/jobs/" + job.path("id").asLong() + "/cancel");
    }

    private JsonNode job(String address) {
        return stack.admin()
                .get("/api/jobs/" + address.substring(address.lastIndexOf('/') + 1))
                .json();
    }

    private Path addKey() throws Exception {
        Path key = folder.resolve("key");
        Process made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).start();
        assertThat(made.waitFor()).isZero();
        String line = Files.readString(folder.resolve("key.pub")).strip();
        Api.Answer added = keys.post("/api/ssh-keys", new ObjectMapper().writeValueAsString(Map.of("key", line)));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        return key;
    }

    private Said ssh(Path key, String command, List<String> options, String manifest) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(command.replaceAll(" *<.*", "").split(" ")));
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
        words.addAll(options);
        Path in = Files.writeString(folder.resolve("manifest.yml"), manifest);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(words)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** What came of a command. */
    private record Said(int code, String out, String err) {}
}
