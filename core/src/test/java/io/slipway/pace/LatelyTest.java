// SPDX-License-Identifier: Apache-2.0
package io.slipway.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatelyTest {
    private final SettableClock clock = new SettableClock();
    private final Lately<String> lately = new Lately<>(Duration.ofMinutes(1), 3, clock);

    @Test
    void whatWasDoneLatelyIsNotDoneAgain() {
        assertThat(lately.add("a")).isTrue();
        assertThat(lately.add("a")).isFalse();
        assertThat(lately.add("b")).isTrue();

        assertThat(lately.contains("a")).isTrue();
        assertThat(lately.contains("c")).isFalse();
    }

    @Test
    void aMinuteLaterItMayBe() {
        lately.add("a");

        clock.advance(Duration.ofSeconds(59));
        assertThat(lately.add("a")).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(lately.contains("a")).isFalse();
        assertThat(lately.add("a")).isTrue();
        assertThat(lately.add("a")).isFalse();
    }

    @Test
    void ofTooManyTheOneThatWasDoneLongestAgoIsForgotten() {
        lately.add("a");
        clock.advance(Duration.ofSeconds(30));
        lately.add("b");
        lately.add("c");
        clock.advance(Duration.ofSeconds(30));
        lately.add("a");

        lately.add("d");

        assertThat(lately.contains("b")).isFalse();
        assertThat(lately.contains("a")).isTrue();
        assertThat(lately.contains("c")).isTrue();
        assertThat(lately.contains("d")).isTrue();
    }
}
