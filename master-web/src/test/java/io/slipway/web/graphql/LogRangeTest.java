// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.web.api.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-, 10, 0, 10, bytes 0-9/10",
        "bytes=9-, 10, 9, 1, bytes 9-9/10",
        "bytes=3-5, 10, 3, 3, bytes 3-5/10",
        "bytes=3-50, 10, 3, 7, bytes 3-9/10",
        "bytes=-4, 10, 6, 4, bytes 6-9/10",
        "bytes=-400, 10, 0, 10, bytes 0-9/10",
        "bytes=0-, 0, 0, 0, bytes 0-0/0",
        "Bytes = 0 -, 10, 0, 10, bytes 0-9/10"
    })
    void rangeIsAnsweredAsOneAlsoFromTheFirstByte(String header, long size, long first, long length, String range) {
        LogRange found = LogRange.of(header, size, false);

        assertThat(found).isEqualTo(new LogRange(first, length, range));
        assertThat(found.status()).isEqualTo(206);
    }

    @ParameterizedTest
    @CsvSource({"bytes=10-, 10", "bytes=1-, 0", "bytes=-0, 10", "bytes=20-30, 10"})
    void rangeWithoutAByteIsRefused(String header, long size) {
        assertThatThrownBy(() -> LogRange.of(header, size, false)).isInstanceOf(ByteRange.UnsatisfiableException.class);
    }

    @ParameterizedTest
    @CsvSource({"bytes=5-, 3, 3, bytes 0-2/3", "bytes=3-, 3, 3, bytes 0-2/3", "bytes=5-, 0, 0, bytes 0-0/0"})
    void whoFollowsALogThatBeganAnewGetsItFromItsFirstByte(String header, long size, long length, String range) {
        assertThat(LogRange.of(header, size, true)).isEqualTo(new LogRange(0, length, range));
    }

    @Test
    void closedRangeBeyondALogThatBeganAnewIsRefused() {
        assertThatThrownBy(() -> LogRange.of("bytes=5-9", 3, true))
                .isInstanceOf(ByteRange.UnsatisfiableException.class);
    }

    @Test
    void withoutARangeTheWholeIsGiven() {
        assertThat(LogRange.of(null, 10, false)).isEqualTo(new LogRange(0, 10, ""));
        assertThat(LogRange.of("lines=1-2", 10, false).status()).isEqualTo(200);
        assertThat(LogRange.of("bytes=1-2,4-5", 10, false).status()).isEqualTo(200);
    }
}
