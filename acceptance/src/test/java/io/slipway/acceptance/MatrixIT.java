// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One submit that becomes several jobs, each in a guest with its own variables. */
@ExtendWith(StackExtension.class)
class MatrixIT {
    private static final String MANIFEST = """
            image: ${DISTRO}/bookworm
            matrix:
              DISTRO: debian
              CC: [gcc, clang]
            tasks:
              - say: |
                  echo "this is $CC on $DISTRO"
            """;

    private final Stack stack;

    MatrixIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void eachCombinationRunsAsAJobWithItsVariables() {
        JsonNode answer = stack.admin()
                .submit(Map.of("manifest", MANIFEST, "note", "Both"))
                .json();

        assertThat(answer.path("jobs")).as(answer.toString()).hasSize(2);
        assertThat(answer.path("id")).isEqualTo(answer.path("jobs").path(0));
        JsonNode group = stack.admin()
                .get("/api/job-group/" + answer.path("group").asLong())
                .json();
        assertThat(group.path("jobs")).as(group.toString()).hasSize(2);
        assertThat(group.path("note").asText()).isEqualTo("Both");
        for (int i = 0; i < 2; i++) {
            String compiler = i == 0 ? "gcc" : "clang";
            RunningJob job =
                    new RunningJob(stack.admin(), answer.path("jobs").path(i).asLong());
            JsonNode ended = job.awaitEnd();
            assertThat(ended.path("status").asText()).as(job.setupLog()).isEqualTo("success");
            assertThat(ended.path("note").asText()).isEqualTo("Both (DISTRO=debian CC=%s)".formatted(compiler));
            assertThat(ended.path("image").asText()).isEqualTo("debian/bookworm");
            assertThat(job.log("say").text()).contains("\nthis is %s on debian".formatted(compiler));
        }
    }

    @Test
    void wrongCombinationIsToldInItsLineAndNothingIsSubmitted() {
        Api.Answer answer = stack.admin().submit(MANIFEST.replace("DISTRO: debian", "DISTRO: [debian, debain]"));

        assertThat(answer.problem()).isEqualTo("400 SW-1015");
        JsonNode error = answer.json().path("errors").path(0);
        assertThat(error.path("line").asInt()).isEqualTo(1);
        assertThat(error.path("reason").asText()).contains("`debain/bookworm`", "the nearest is `debian/bookworm`");
    }
}
