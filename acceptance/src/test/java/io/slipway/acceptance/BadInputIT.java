// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong gets its status, its code and a sentence; nothing of it is stored, and the server goes on. */
@ExtendWith(StackExtension.class)
class BadInputIT {
    private static final String TASK = "tasks:\n  - a: echo\n";
    private static final String GOOD = "image: debian/bookworm\n" + TASK;

    private final Stack stack;
    private final Api api;

    BadInputIT(Stack stack) {
        this.stack = stack;
        this.api = stack.admin();
    }

    static Stream<Arguments> manifests() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int level = 1; level < 10; level++) {
            String alias = "*a" + (level - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, String.join(", ", Collections.nCopies(9, alias))));
        }
        return Stream.of(
                arguments("broken YAML", "image: [debian\n", "400 SW-1003", 2),
                arguments("a wrong type", "image: [debian/bookworm]\n" + TASK, "400 SW-1008", 1),
                arguments("no tasks", "image: debian/bookworm\n", "400 SW-1010", 0),
                arguments("a task twice", GOOD + "  - a: echo\n", "400 SW-1012", 4),
                arguments("an illegal task name", "image: debian/bookworm\ntasks:\n  - A b: echo\n", "400 SW-1011", 3),
                arguments("an alias bomb", bomb + GOOD, "400 SW-1004", 6),
                arguments("deep nesting", "image: " + "[".repeat(500) + "\n", "400 SW-1004", 1),
                arguments("an image that is not there", "image: nosuch/image\n" + TASK, "400 SW-1015", 1),
                arguments("an arch that is not there", GOOD + "arch: vax\n", "400 SW-1016", 4),
                arguments("a manifest over the limit", GOOD + "#" + "x".repeat(16 * 1024), "400 SW-1002", 0),
                arguments("10 MB of YAML", GOOD + "#" + "x".repeat(10_000_000), "413 SW-3008", 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void manifestIsRefusedWithItsPlace(String what, String manifest, String problem, int line) {
        long before = newestJob();

        Api.Answer answer = api.submit(manifest);

        assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
        JsonNode error = answer.json().path("errors").path(0);
        assertThat(error.path("reason").asText()).isNotBlank();
        assertThat(error.path("line").asInt()).as(answer.text()).isEqualTo(line);
        assertThat(newestJob()).isEqualTo(before);
    }

    @Test
    void everyErrorOfAManifestIsToldAtOnce() {
        Api.Answer answer = api.submit("image: 7\npackages: x\ntasks:\n  - A b: echo\n");

        assertThat(answer.json().path("errors").findValuesAsText("code"))
                .containsExactly("SW-1008", "SW-1008", "SW-1011");
    }

    @Test
    void unknownKeyIsAWarningThatNamesTheNearest() {
        Api.Answer answer = api.submit(Map.of("manifest", GOOD + "enviroment: {}\n", "execute", false));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/warnings/0/reason").asText()).contains("`enviroment`", "`environment`");
    }

    @Test
    void illegalUtf8IsRefused() {
        byte[] body = "{\"manifest\": \"image: \u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(api.post("/api/jobs", body).problem()).isEqualTo("400 SW-3007");
    }

    @Test
    void brokenJsonIsRefused() {
        byte[] body = "{\"manifest\": ".getBytes(StandardCharsets.UTF_8);

        assertThat(api.post("/api/jobs", body).problem()).isEqualTo("400 SW-3007");
    }

    @Test
    void tokenMustBeThereAndRightAndAllowWhatIsAsked() {
        assertThat(new Api(stack.origin(), "").submit(GOOD).problem()).isEqualTo("401 SW-2001");
        assertThat(new Api(stack.origin(), "wrong").submit(GOOD).problem()).isEqualTo("401 SW-2002");
        assertThat(stack.as("admin", "JOBS:RO").submit(GOOD).problem()).isEqualTo("403 SW-2004");
        assertThat(stack.as("admin", "JOBS:RO").get("/api/jobs").status()).isEqualTo(200);
    }

    /** Defect 7 of the original: the log of a job that is not there was a defect of the server. */
    @Test
    void jobThatIsNotThereIsNotFound() {
        for (String path : new String[] {"", "/manifest", "/artifacts", "/log", "/log/a"}) {
            assertThat(api.get("/api/jobs/999999999" + path).problem()).as(path).isEqualTo("404 SW-3001");
        }
        assertThat(api.get("/api/jobs/one").status()).isEqualTo(404);
        assertThat(api.post("/api/jobs/999999999/cancel").problem()).isEqualTo("404 SW-3001");
    }

    /** Defect 5 of the original: jobs, artifacts and manifests were given out by REST whatever their visibility. */
    @Test
    void privateJobIsNotThereForOthers() {
        Api.Answer made = api.submit(Map.of("manifest", GOOD, "visibility", "private", "execute", false));
        String job = "/api/jobs/" + made.json().path("id").asLong();

        assertThat(api.get(job).status()).isEqualTo(200);
        for (String path : new String[] {"", "/manifest", "/artifacts", "/log", "/log/a"}) {
            assertThat(new Api(stack.origin(), "").get(job + path).problem())
                    .as(path)
                    .isIn("404 SW-3001", "401 SW-2001");
        }
        assertThat(api.get(job + "/manifest").text()).isEqualTo(GOOD);
    }

    @Test
    void rangeThatCannotBeMetSaysHowMuchThereIs() {
        Api.Answer made = api.submit(Map.of("manifest", GOOD, "execute", false));
        String log = "/api/jobs/%d/log".formatted(made.json().path("id").asLong());

        Api.Answer answer = api.get(log, "Range", "bytes=5000-");

        assertThat(answer.status()).as(answer.text()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */0");
    }

    @Test
    void jobThatWasNotStartedIsCancelledForGood() {
        long id = api.submit(Map.of("manifest", GOOD, "execute", false))
                .json()
                .path("id")
                .asLong();

        assertThat(api.post("/api/jobs/%d/cancel".formatted(id)).status()).isEqualTo(200);
        assertThat(api.post("/api/jobs/%d/start".formatted(id)).problem()).isEqualTo("400 SW-3003");
        assertThat(api.post("/api/jobs/%d/cancel".formatted(id))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("cancelled");
    }

    private long newestJob() {
        return api.get("/api/jobs").json().path("results").path(0).path("id").asLong();
    }
}
