// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.message.Beat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeatsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("state/session");
    }

    @Test
    void eachIsGreaterThanTheOneBefore() {
        Beats beats = begin(NOW);

        assertThat(beats.next()).isEqualTo(new Beat(NOW.toEpochMilli(), 1));
        assertThat(beats.next()).isEqualTo(new Beat(NOW.toEpochMilli(), 2));
    }

    @Test
    void theFirstAfterAStartIsGreaterThanTheLastBeforeAlsoWhenTheClockWasSetBack() {
        Beat before = begin(NOW).next();

        Beat sameMoment = begin(NOW).next();
        Beat back = begin(NOW.minusSeconds(86_400)).next();
        Beat later = begin(NOW.plusSeconds(60)).next();

        assertThat(sameMoment).isGreaterThan(before);
        assertThat(back).isGreaterThan(sameMoment);
        assertThat(later).isGreaterThan(back);
    }

    @Test
    void sessionThatCannotBeReadIsTheClocks() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");

        assertThat(begin(NOW).next()).isEqualTo(new Beat(NOW.toEpochMilli(), 1));
        assertThat(file).hasContent(Long.toString(NOW.toEpochMilli()));
    }

    private Beats begin(Instant now) {
        return Beats.begin(file, Clock.fixed(now, ZoneOffset.UTC));
    }
}
