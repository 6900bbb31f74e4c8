// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.web.api.ByteRange;
import io.slipway.web.api.ByteRange.UnsatisfiableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever stands in a {@code Range} header, for files of some sizes; `./slipway fuzz range` makes it. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class RangeFuzzTest {
    private static final long[] SIZES = {0, 1, 10, 4096, 1L << 31, 1L << 53, Long.MAX_VALUE};

    @FuzzTest
    void headerGivesAPartOfTheFileOrNone(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        for (long size : SIZES) {
            requirePartOfTheFile(header, size);
            requirePartOfTheLog(header, size, false);
            requirePartOfTheLog(header, size, true);
        }
    }

    private static void requirePartOfTheFile(String header, long size) {
        try {
            Optional<ByteRange> range = ByteRange.of(header, size);
            range.ifPresent(part -> {
                assertThat(part.size()).isEqualTo(size);
                assertThat(part.first()).isBetween(0L, size - 1);
                assertThat(part.last()).isBetween(part.first(), size - 1);
                assertThat(part.length()).isBetween(1L, size);
                String written = "bytes=%d-%d".formatted(part.first(), part.last());
                assertThat(ByteRange.of(written, size)).isEqualTo(digits(part.last()) > 18 ? Optional.empty() : range);
            });
        } catch (UnsatisfiableException e) {
            assertThat(e.contentRange()).isEqualTo("bytes */" + size);
        }
    }

    private static void requirePartOfTheLog(String header, long size, boolean anew) {
        try {
            LogRange range = LogRange.of(header, size, anew);
            assertThat(range.first()).isBetween(0L, size);
            assertThat(range.length()).isBetween(0L, size - range.first());
            assertThat(range.status()).isIn(200, 206);
        } catch (UnsatisfiableException e) {
            assertThat(e.contentRange()).isEqualTo("bytes */" + size);
        }
    }

    private static int digits(long number) {
        return Long.toString(number).length();
    }
}
