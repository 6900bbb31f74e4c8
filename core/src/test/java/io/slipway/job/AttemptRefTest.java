// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptRefTest {
    @Test
    void keyLeadsBackToItsAttempt() {
        AttemptRef attempt = new AttemptRef(new JobId(123_456_789_012_345_678L), 2, 17);

        assertThat(attempt.key()).isEqualTo("123456789012345678-2-17");
        assertThat(AttemptRef.ofKey(attempt.key())).contains(attempt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-2", "1-2-3-4", "0-1-1", "1-0-1", "1-1-0", "1-1-1.part", "one-1-1", "1-12345678901-1"})
    void otherTextIsNoKey(String text) {
        assertThat(AttemptRef.ofKey(text)).isEmpty();
    }
}
