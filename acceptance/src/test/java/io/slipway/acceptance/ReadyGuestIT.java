// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guests that are restored before they are asked for: as fresh as any other. */
@ExtendWith(StackExtension.class)
class ReadyGuestIT {
    private static final int MOST_JOBS = 10;
    private static final int READY_JOBS = 3;
    /** Looks for what another job left, leaves the same itself, and tells what must be its own. */
    private static final String MARKING = """
            image: debian/bookworm
            tasks:
              - mark: |
                  test ! -e ~/marker
                  test ! -e /tmp/marker
                  if grep MARKER ~/.profile || pgrep -f 'sleep 98765'; then exit 1; fi
                  touch ~/marker /tmp/marker
                  echo 'export MARKER=1' >>~/.profile
                  setsid sleep 98765 >/dev/null 2>&1 &
                  echo "clock $(date +%s) random $(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \\n') machine $(cat /etc/machine-id) ends"
            """;

    private static final Pattern TOLD = Pattern.compile("clock (\\d+) random (\\w+) machine (\\w+) ends");

    private final Stack stack;

    ReadyGuestIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void noJobSeesAnotherInGuestsFromOneTemplate() {
        List<String> random = new ArrayList<>();
        List<String> machines = new ArrayList<>();
        int ready = 0;
        for (int n = 0; n < MOST_JOBS && ready < READY_JOBS; n++) {
            RunningJob job = RunningJob.submit(stack.admin(), MARKING);
            JsonNode ended = job.awaitEnd();
            assertThat(ended.path("status").asText())
                    .as(job.setupLog() + job.log("mark").text())
                    .isEqualTo("success");
            Matcher told = TOLD.matcher(job.log("mark").text());
            assertThat(told.find()).as(job.log("mark").text()).isTrue();
            Instant started = Instant.parse(ended.at("/tasks/0/started").asText());
            assertThat(Long.parseLong(told.group(1))).isCloseTo(started.getEpochSecond(), within(4L));
            random.add(told.group(2));
            machines.add(told.group(3));
            ready += job.setupLog().contains("A guest was ready") ? 1 : 0;
        }

        assertThat(ready).isEqualTo(READY_JOBS);
        assertThat(random).doesNotHaveDuplicates();
        assertThat(machines).doesNotHaveDuplicates();
    }
}
