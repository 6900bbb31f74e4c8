// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCountsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0 | 0 | 0 | 1234 | 1 test, 1.2 s",
                "12 | 2 | 1 | 3 | 0 | 12 tests: 2 failed, 1 error, 3 skipped, 0.0 s",
                "12 | 0 | 2 | 0 | 0 | 12 tests: 2 errors, 0.0 s",
                "0 | 0 | 0 | 0 | 0 | 0 tests, 0.0 s",
            })
    void sayHowManyThereAreAndHowTheyEnded(int tests, int failed, int errors, int skipped, long millis, String words) {
        assertThat(TestCounts.of(tests, failed, errors, skipped, millis)).isEqualTo(words);
    }
}
