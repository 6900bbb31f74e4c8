// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The runner is killed over a job, comes back, and the job goes on in the guest as it was before the task that was cut off. */
@ExtendWith(StackExtension.class)
class RecoverIT {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    /** Task two leaves a process behind; it is alive in task four only in the guest as it was. */
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - one: |
                  echo one >> ran
                  sleep 6
              - two: |
                  echo two >> ran
                  nohup sh -c 'while :; do sleep 1; done' >/dev/null 2>&1 &
                  echo $! > pid
                  sleep 6
              - three: |
                  echo three >> ran
                  sleep 8
              - four: |
                  kill -0 $(cat pid)
                  cat ran
            """;

    private final Stack stack;

    RecoverIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void jobGoesOnWhenItsRunnerWasKilledAndComesBack() {
        RunningJob job = RunningJob.submit(stack.admin(), MANIFEST);
        await().atMost(LONGEST).until(() -> status(job, 2).equals("running"));
        Instant begun = Instant.parse(task(job, 2).path("started").asText());
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);

        JsonNode one = task(job, 0);
        JsonNode two = task(job, 1);
        Instant killed = Instant.now();
        stack.kill("runner");
        stack.slipway("up");

        await().atMost(LONGEST)
                .until(() ->
                        job.now().path("attempts").size() == 2 && status(job, 2).equals("running"));
        Instant again = Instant.parse(task(job, 2).path("started").asText());
        await().atMost(LONGEST)
                .until(() -> job.now().path("status").asText().matches("success|failed|timeout|cancelled"));
        JsonNode ended = job.now();
        assertThat(ended.path("status").asText()).as(ended.toPrettyString()).isEqualTo("success");
        assertThat(ended.path("attempts")
                        .path(1)
                        .path("restart")
                        .path("automatic")
                        .asBoolean())
                .isTrue();
        assertThat(ended.path("tasks").path(0)).isEqualTo(one);
        assertThat(ended.path("tasks").path(1)).isEqualTo(two);
        assertThat(job.log("four").text()).contains("one\r\ntwo\r\nthree\r\n");
        System.out.printf(
                "runner killed %d ms into task three, which ran again %d ms after that: lost %d ms%n",
                Duration.between(begun, killed).toMillis(),
                Duration.between(killed, again).toMillis(),
                Duration.between(begun, again).toMillis());
    }

    private static String status(RunningJob job, int index) {
        return task(job, index).path("status").asText();
    }

    private static JsonNode task(RunningJob job, int index) {
        return job.now().path("tasks").path(index);
    }
}
