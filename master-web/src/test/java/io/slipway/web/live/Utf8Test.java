// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"ä", "€", "𝄞"})
    void characterThatIsCutAtTheEndWaitsForItsRest(String character) {
        byte[] whole = ("ab" + character).getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.whole(whole)).isEqualTo(whole.length);
        for (int length = 3; length < whole.length; length++) {
            assertThat(Utf8.whole(Arrays.copyOf(whole, length))).isEqualTo(2);
        }
    }

    @Test
    void bytesThatAreNoTextWaitForNothing() {
        byte[] binary = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};

        assertThat(Utf8.whole(binary)).isEqualTo(5);
        assertThat(Utf8.text(binary, 5)).isEmpty();
    }

    @Test
    void noBytesAreNoText() {
        assertThat(Utf8.whole(new byte[0])).isZero();
        assertThat(Utf8.text(new byte[0], 0)).contains("");
    }
}
