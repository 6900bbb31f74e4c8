// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private final Demand demand = new Demand();

    @Test
    void nobodyAskedForAny() {
        assertThat(demand.peak(THEN)).isZero();
    }

    @Test
    void thoseWithinTenSecondsCountTogether() {
        ask(0, 1, 2, 30, 45);

        assertThat(demand.peak(THEN.plusSeconds(50))).isEqualTo(3);
    }

    @Test
    void tenSecondsMayLieAnywhere() {
        ask(0, 9, 12, 17, 30);

        assertThat(demand.peak(THEN.plusSeconds(30))).isEqualTo(3);
    }

    @Test
    void afterHalfAnHourItIsForgotten() {
        ask(0, 1, 2, 60);

        assertThat(demand.peak(THEN.plusSeconds(30 * 60 + 3))).isEqualTo(1);
        assertThat(demand.peak(THEN.plusSeconds(31 * 60 + 1))).isZero();
    }

    private void ask(int... seconds) {
        for (int second : seconds) {
            demand.ask(THEN.plusSeconds(second));
        }
    }
}
