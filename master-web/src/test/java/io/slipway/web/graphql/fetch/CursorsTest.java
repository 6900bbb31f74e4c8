// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.FieldException;
import io.slipway.master.access.Caller;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
    private static final Caller ANN = new Caller(7, "ann", false, Set.of());
    private static final Caller BEN = new Caller(8, "ben", false, Set.of());
    private final Cursors cursors = new Cursors(() -> new byte[32]);

    @Test
    void cursorLeadsWhereItWasMadeFor() {
        assertThat(cursors.open(ANN, "jobs", cursors.seal(ANN, "jobs", 4711))).isEqualTo(4711);
        assertThat(cursors.open(ANN, "jobs", cursors.seal(ANN, "jobs", Long.MAX_VALUE)))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thereIsNoneForTheEndAndNoneIsTheBeginning() {
        assertThat(cursors.seal(ANN, "jobs", 0)).isNull();
        assertThat(cursors.open(ANN, "jobs", null)).isZero();
    }

    @Test
    void cursorShowsNothingAndIsAnotherEveryTime() {
        String first = cursors.seal(ANN, "jobs", 4711);
        String second = cursors.seal(ANN, "jobs", 4711);

        assertThat(first).isNotEqualTo(second).hasSameSizeAs(second).matches("[A-Za-z0-9_-]{48}");
    }

    @Test
    void cursorIsGoodOnlyForItsListAndUser() {
        String cursor = cursors.seal(ANN, "jobs", 4711);

        assertRefused(() -> cursors.open(BEN, "jobs", cursor));
        assertRefused(() -> cursors.open(ANN, "secrets", cursor));
        assertRefused(() -> new Cursors(() -> new byte[] {
                    1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                })
                .open(ANN, "jobs", cursor));
    }

    @Test
    void cursorThatWasTamperedWithIsRefusedWhereverItWas() {
        String cursor = cursors.seal(ANN, "jobs", 4711);
        for (int at = 0; at < cursor.length(); at++) {
            char other = cursor.charAt(at) == 'A' ? 'B' : 'A';
            String tampered = cursor.substring(0, at) + other + cursor.substring(at + 1);

            assertRefused(() -> cursors.open(ANN, "jobs", tampered));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "MjU=", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void cursorThatIsMadeUpIsRefused(String cursor) {
        assertRefused(() -> cursors.open(ANN, "jobs", cursor));
    }

    @Test
    void longTextIsNotEvenLookedAt() {
        assertRefused(() -> cursors.open(ANN, "jobs", "A".repeat(1_000_000)));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FieldException.class,
                        refused -> assertThat(refused.field()).isEqualTo("cursor"));
    }
}
