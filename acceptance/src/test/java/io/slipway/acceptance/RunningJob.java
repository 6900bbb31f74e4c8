// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/**
 * A job that was submitted.
 *
 * @param api as its owner
 * @param id of the job
 */
record RunningJob(Api api, long id) {
    private static final Set<String> ENDED = Set.of("success", "failed", "timeout", "cancelled");
    /** A guest takes half a minute under software emulation, and several minutes on a machine with other work. */
    private static final Duration LONGEST = Duration.ofMinutes(8);

    static RunningJob submit(Api api, String manifest) {
        Api.Answer answer = api.submit(manifest);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new RunningJob(api, answer.json().path("id").asLong());
    }

    JsonNode now() {
        return api.get("/api/jobs/" + id).json();
    }

    JsonNode awaitEnd() {
        return await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(this::now, job -> ENDED.contains(job.path("status").asText()));
    }

    /** Waits until a task has printed a text. */
    void awaitOutput(String task, String text) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> log(task).text().contains(text));
    }

    /** Ends it, wherever it stands. */
    void cancel() {
        api.post("/api/jobs/%d/cancel".formatted(id));
    }

    Api.Answer log(String task) {
        return api.get("/api/jobs/%d/log/%s".formatted(id, task));
    }

    String setupLog() {
        return api.get("/api/jobs/%d/log".formatted(id)).text();
    }
}
