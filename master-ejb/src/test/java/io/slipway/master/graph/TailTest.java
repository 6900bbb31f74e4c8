// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailTest {
    @ParameterizedTest
    @CsvSource({"0, €uro", "1, uro", "2, uro", "3, uro", "4, ro"})
    void characterThatBeginsBeforeTheTailIsLeftOut(int cut, String text) {
        byte[] whole = "€uro".getBytes(StandardCharsets.UTF_8);

        assertThat(Tail.text(Arrays.copyOfRange(whole, cut, whole.length))).isEqualTo(text);
    }

    @Test
    void whatIsNoUtf8IsReplaced() {
        assertThat(Tail.text(new byte[] {'a', (byte) 0xFF, 'b'})).isEqualTo("a\uFFFDb");
        assertThat(Tail.text(new byte[0])).isEmpty();
    }
}
