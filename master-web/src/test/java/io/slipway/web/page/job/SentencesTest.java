// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1572864, 1.5 MiB", "5497558138880, 5.0 TiB"})
    void sizeIsToldInTheUnitThatFits(long bytes, String words) {
        assertThat(Sentences.size(bytes)).isEqualTo(words);
    }
}
