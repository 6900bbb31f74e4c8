// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever somebody writes for a cron expression; `./slipway fuzz cron` makes it. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class CronFuzzTest {
    private static final Instant NOW = Instant.parse("2026-03-28T12:00:00Z");
    private static final Set<Problem> REFUSALS =
            Set.of(Problem.CRON_ILLEGAL, Problem.ZONE_UNKNOWN, Problem.SCHEDULE_TOO_OFTEN);

    @FuzzTest
    void textIsAnExpressionWhoseTimesComeOrIsRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            CronTimes times = CronTimes.of(text, "Europe/Berlin");
            assertThat(CronTimes.of(times.text(), "Europe/Berlin").text()).isEqualTo(times.text());
            times.check(NOW, Duration.ofMinutes(5));
            Optional<Instant> next = times.after(NOW);
            assertThat(next).hasValueSatisfying(at -> assertThat(at).isAfter(NOW));
            assertThat(times.after(next.orElseThrow()))
                    .hasValueSatisfying(at -> assertThat(at).isAfter(next.orElseThrow()));
        } catch (ProblemException e) {
            assertThat(REFUSALS).contains(e.problem());
            assertThat(e.getMessage()).hasSizeLessThan(2_000);
        }
    }
}
