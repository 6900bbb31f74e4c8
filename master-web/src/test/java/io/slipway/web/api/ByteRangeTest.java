// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.slipway.error.Problem;
import io.slipway.web.api.ByteRange.UnsatisfiableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-, 0, 9",
        "bytes=0-0, 0, 0",
        "bytes=3-5, 3, 5",
        "bytes=3-99, 3, 9",
        "bytes=9-, 9, 9",
        "bytes=-4, 6, 9",
        "bytes=-99, 0, 9",
        "BYTES = 2 - 3, 2, 3"
    })
    void oneRangeGivesItsBytes(String header, long first, long last) {
        assertThat(ByteRange.of(header, 10)).contains(new ByteRange(first, last, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,3-4",
                "lines=0-3",
                "bytes=a-b",
                "bytes=1"
            })
    void whatIsNoSingleRangeIsIgnored(String header) {
        assertThat(ByteRange.of(header, 10)).isEmpty();
    }

    @Test
    void anAbsentHeaderIsIgnored() {
        assertThat(ByteRange.of(null, 10)).isEmpty();
    }

    @Test
    void manyBlanksAreReadInNoTime() {
        String header = "bytes=" + " ".repeat(200_000) + "x";

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(ByteRange.of(header, 10)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"bytes=10-, 10", "bytes=99-100, 10", "bytes=-0, 10", "bytes=0-, 0", "bytes=-5, 0"})
    void aRangeWithoutAByteIsRefusedWithTheSize(String header, long size) {
        var refused = catchThrowableOfType(UnsatisfiableException.class, () -> ByteRange.of(header, size));

        assertThat(refused.problem()).isEqualTo(Problem.RANGE_ILLEGAL);
        assertThat(refused.contentRange()).isEqualTo("bytes */" + size);
    }

    @Test
    void headerNamesFirstLastAndSize() {
        ByteRange range = new ByteRange(2, 4, 10);

        assertThat(range.contentRange()).isEqualTo("bytes 2-4/10");
        assertThat(range.length()).isEqualTo(3);
    }
}
