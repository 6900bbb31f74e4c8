// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        Position position = Position.begin(2).with(2, 7).with(0, 512);

        assertThat(position).hasToString("2/512,0,7");
        assertThat(Position.of("2/512,0,7")).contains(new Position(2, List.of(512L, 0L, 7L)));
    }

    @Test
    void logThatIsNotNamedIsAtItsBeginning() {
        assertThat(Position.begin(1).at(5)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1/", "/5", "1/a", "1/5,", "-1/5", "1/99999999999999999999"})
    void whatIsNoPositionIsNone(String text) {
        assertThat(Position.of(text)).isEmpty();
    }

    @Test
    void absentPositionIsNone() {
        assertThat(Position.of(null)).isEmpty();
    }
}
