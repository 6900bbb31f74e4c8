// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.runner.fake.Told;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever an attempt does when it is cancelled: it ends within two seconds, and its logs are kept. */
@ExtendWith(RealGuests.Shared.class)
class CancelIT {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String TASK = "image: debian/bookworm\ntasks:\n  - task: |\n%s";

    private final RealGuests guests;

    CancelIT(RealGuests guests) {
        this.guests = guests;
    }

    @Test
    void whileTheGuestBoots() {
        guests.start(Map.of("guest.warm", "false"));
        AttemptRef attempt = guests.order(TASK.formatted("      true\n"));
        awaitLog(attempt, LogName.SETUP, "Booting image");

        assertCancelled("booting", attempt);
    }

    @Test
    void whileTheGuestIsAwaited() {
        guests.start(Map.of("guest.warm", "false"));
        AttemptRef attempt = guests.order(TASK.formatted("      true\n"));
        awaitLog(attempt, LogName.SETUP, "Waiting for guest");
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);

        assertCancelled("awaiting", attempt);
    }

    @Test
    void whileTheGuestIsPrepared() {
        guests.startWarm(Map.of());
        AttemptRef attempt = guests.order("""
                image: debian/bookworm
                sources:
                  - http://10.0.2.2:9/never.git
                environment: {GIT_ASKPASS: sleep}
                packages: [no-such-package-at-all]
                tasks:
                  - task: |
                      true
                """);
        awaitLog(attempt, LogName.SETUP, "Sending tasks");

        assertCancelled("preparing", attempt);
    }

    @Test
    void whileATaskRuns() {
        guests.startWarm(Map.of());
        AttemptRef attempt = guests.order(TASK.formatted("""
                trap 'echo I heard; exit 1' INT
                echo begun
                sleep 600
                """.indent(6)));
        LogName log = LogName.of(new TaskName("task"));
        awaitLog(attempt, log, "begun");

        assertCancelled("in a task", attempt);
        assertThat(log(attempt, log)).contains("I heard");
    }

    @Test
    void whileAnArtifactIsFetched() {
        guests.startWarm(Map.of());
        AttemptRef attempt = guests.order("""
                image: debian/bookworm
                artifacts: [large]
                tasks:
                  - task: |
                      truncate -s 900M large
                """);
        awaitLog(attempt, LogName.SETUP, "Uploading large");

        assertCancelled("uploading", attempt);
    }

    private void assertCancelled(String doing, AttemptRef attempt) {
        Instant asked = Instant.now();
        guests.cancel(attempt);
        Outcome outcome = guests.awaitFailure(attempt);
        Duration took = Duration.between(asked, Instant.now());
        System.out.printf("cancelled while %s: %d ms%n", doing, took.toMillis());
        assertThat(outcome).isEqualTo(new Outcome.Cancelled("Cancelled."));
        assertThat(took).isLessThan(SOON);
        assertThat(log(attempt, LogName.SETUP)).contains("Booting image").endsWith("Error: Cancelled.\n");
    }

    private void awaitLog(AttemptRef attempt, LogName log, String text) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> log(attempt, log).contains(text));
    }

    private String log(AttemptRef attempt, LogName log) {
        return new Told(guests.events(attempt)).text(log);
    }
}
