// SPDX-License-Identifier: Apache-2.0
package io.slipway.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LatelyTest {
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final Lately<String> lately = new Lately<>(Duration.ofMinutes(1), 3, clock);
    private Instant now = Instant.EPOCH;

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

        now = now.plusSeconds(59);
        assertThat(lately.add("a")).isFalse();

        now = now.plusSeconds(1);
        assertThat(lately.contains("a")).isFalse();
        assertThat(lately.add("a")).isTrue();
        assertThat(lately.add("a")).isFalse();
    }

    @Test
    void ofTooManyTheOneThatWasDoneLongestAgoIsForgotten() {
        lately.add("a");
        now = now.plusSeconds(30);
        lately.add("b");
        lately.add("c");
        now = now.plusSeconds(30);
        lately.add("a");

        lately.add("d");

        assertThat(lately.contains("b")).isFalse();
        assertThat(lately.contains("a")).isTrue();
        assertThat(lately.contains("c")).isTrue();
        assertThat(lately.contains("d")).isTrue();
    }
}
