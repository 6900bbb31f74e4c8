// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.listing.LastResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchedTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "\"a\", true",
                "W/\"a\", true",
                "^\"x\", \"a\"^, true",
                "*, true",
                "\"b\", false",
                "a, false",
                "^^, false"
            })
    void whoHasTheBytesIsKnownByTheirTag(String header, boolean known) {
        assertThat(Fetched.isKnown(header, "\"a\"")).isEqualTo(known);
    }

    @Test
    void whoSaysNothingHasNothing() {
        assertThat(Fetched.isKnown(null, "\"a\"")).isFalse();
    }

    @Test
    void tagIsOfTheBytesAlone() {
        String success = Fetched.tag(Badge.of("x", LastResult.SUCCESS).svg());

        assertThat(success).matches("\"[0-9a-f]{32}\"");
        assertThat(Fetched.tag(Badge.of("x", LastResult.SUCCESS).svg())).isEqualTo(success);
        assertThat(Fetched.tag(Badge.of("x", LastResult.FAILURE).svg())).isNotEqualTo(success);
        assertThat(Fetched.tag(Badge.of("y", LastResult.SUCCESS).svg())).isNotEqualTo(success);
    }
}
