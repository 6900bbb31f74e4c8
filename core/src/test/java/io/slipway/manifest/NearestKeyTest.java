// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestKeyTest {

    @ParameterizedTest
    @CsvSource({
        "image, image, 0",
        "imgae, image, 2",
        "Image, image, 0",
        "'', abc, 3",
        "abc, '', 3",
        "kitten, sitting, 3",
        "task, tasks, 1"
    })
    void theDistanceCountsChangedCharacters(String from, String to, int distance) {
        assertThat(NearestKey.distance(from, to)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({"taks, tasks", "env, ", "artefacts, artifacts", "Sources, sources", "x, ", "packge, packages"})
    void onlyANearKeyIsNamed(String unknown, String known) {
        assertThat(NearestKey.of(unknown, ManifestReader.KEYS).orElse(null)).isEqualTo(known);
    }

    @Test
    void aVeryLongKeyIsNotCompared() {
        assertThat(NearestKey.of("x".repeat(16_000), ManifestReader.KEYS)).isEmpty();
    }
}
