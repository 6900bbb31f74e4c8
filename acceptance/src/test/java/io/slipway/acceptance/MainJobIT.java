// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs in a real guest, from the submitted manifest to the artifact that is fetched again. */
@ExtendWith(StackExtension.class)
class MainJobIT {
    private final Stack stack;

    MainJobIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void jobRunsItsTasksInAGuestAndKeepsItsArtifact() throws NoSuchAlgorithmException {
        RunningJob job = RunningJob.submit(stack.admin(), Stack.contrib("pass.yml"));

        JsonNode ended = job.awaitEnd();

        assertThat(ended.path("status").asText()).as(job.setupLog()).isEqualTo("success");
        assertThat(job.setupLog()).contains("Setting up hello").endsWith("All tasks succeeded.\n");
        assertThat(job.log("greet").text()).contains("it's alive", "limit 1234567, verbose true, job " + job.id());
        assertThat(stack.admin()
                        .get("/api/jobs/%d/artifacts".formatted(job.id()))
                        .json()
                        .path("results"))
                .isEqualTo(ended.path("artifacts"));
        JsonNode artifact = ended.path("artifacts").path(0);
        byte[] report = stack.admin().get(artifact.path("url").asText()).bytes();
        assertThat(new String(report, StandardCharsets.UTF_8)).startsWith("Hello, world!\nLinux ");
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(report)))
                .isEqualTo(artifact.path("sha256").asText())
                .isSubstringOf(job.log("collect").text());
    }

    @Test
    void failedTaskEndsTheJobAndTheTasksBehindItNeverRun() {
        RunningJob job = RunningJob.submit(stack.admin(), Stack.contrib("fail.yml"));

        JsonNode ended = job.awaitEnd();

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(statuses(ended)).containsExactly("before success", "broken failed", "after pending");
        assertThat(ended.path("attempts")).hasSize(1);
        assertThat(ended.at("/attempts/0/outcome").asText()).isEqualTo("Task `broken` ended with exit code 1.");
        assertThat(job.log("broken").text()).contains("The next command fails.").doesNotContain("never printed");
        assertThat(job.setupLog())
                .containsSubsequence("Error: Task `broken` ended with exit code 1.\n", "The guest stands by until ");
    }

    @Test
    void completeBuildEndsTheJobEarlyAndWell() {
        RunningJob job = RunningJob.submit(stack.admin(), Stack.contrib("complete.yml"));

        JsonNode ended = job.awaitEnd();

        assertThat(ended.path("status").asText()).as(job.setupLog()).isEqualTo("success");
        assertThat(statuses(ended)).last().asString().endsWith(" skipped");
    }

    @Test
    void oddTasksHarmNothingAndTheirLogsAreWhole() {
        RunningJob job = RunningJob.submit(stack.admin(), """
                image: debian/bookworm
                tasks:
                  - binary: head -c 100000 /dev/urandom
                  - no-newline: printf 'no end of line'
                  - daemon: |
                      setsid sleep 600 &
                      echo "left behind"
                  - closes-its-terminal: |
                      exec >&- 2>&- <&-
                      sleep 1
                  - loud: head -c 80000000 /dev/zero | tr '\\0' x
                  - afterwards: echo "still here"
                """);

        JsonNode ended = job.awaitEnd();

        assertThat(ended.path("status").asText()).as(job.setupLog()).isEqualTo("success");
        assertThat(job.log("no-newline").text()).endsWith("no end of line");
        assertThat(job.log("daemon").text()).contains("left behind");
        assertThat(job.log("binary").bytes()).hasSizeGreaterThan(100_000);
        String end = stack.admin()
                .get("/api/jobs/%d/log/loud".formatted(job.id()), "Range", "bytes=-200")
                .text();
        assertThat(end).contains("This log is cut here: it is longer than the 67108864 bytes that are kept.");
        assertThat(job.log("afterwards").text()).contains("still here");
    }

    @Test
    void cancelEndsATaskInTheGuestWithinTwoSeconds() {
        RunningJob job = RunningJob.submit(stack.admin(), """
                image: debian/bookworm
                tasks:
                  - endless: |
                      echo "it begins"
                      while :; do sleep 1; done
                """);
        job.awaitOutput("endless", "it begins\r\n");
        Instant asked = Instant.now();

        Api.Answer answer = stack.admin().post("/api/jobs/%d/cancel".formatted(job.id()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(job.awaitEnd().path("status").asText()).isEqualTo("cancelled");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(job.log("endless").text()).contains("it begins");
    }

    @Test
    void jobThatWaitsToBeStartedIsStartedOnce() {
        RunningJob job = new RunningJob(
                stack.admin(),
                stack.admin()
                        .submit(Map.of("manifest", Stack.contrib("pass.yml"), "execute", false))
                        .json()
                        .path("id")
                        .asLong());
        String start = "/api/jobs/%d/start".formatted(job.id());

        Api.Answer started = stack.admin().post(start);
        Api.Answer again = stack.admin().post(start);
        job.cancel();

        assertThat(started.status()).as(started.text()).isEqualTo(200);
        assertThat(started.json().path("status").asText()).isEqualTo("queued");
        assertThat(again.problem()).isEqualTo("400 SW-3002");
        assertThat(job.awaitEnd().path("status").asText()).isEqualTo("cancelled");
    }

    private static List<String> statuses(JsonNode job) {
        List<String> statuses = new ArrayList<>();
        job.path("tasks")
                .forEach(task -> statuses.add(
                        task.path("name").asText() + " " + task.path("status").asText()));
        return statuses;
    }
}
