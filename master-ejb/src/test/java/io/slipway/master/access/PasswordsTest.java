// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.settings.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final int COST = 200_000;

    private final Passwords passwords = new Passwords(new SecureRandom(), COST);

    @Test
    void costIsTodaysUnlessTheSettingsSayOtherwise() {
        assertThat(AccessSettings.from(Settings.of(Map.of())).iterations()).isGreaterThanOrEqualTo(600_000);
    }

    /** The first vector of RFC 7914, section 11; a hash here is its first half. */
    @Test
    void hashIsThatOfTheStandard() {
        String vector = "pbkdf2-sha256$1$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw";

        assertThat(passwords.matches("passwd", vector)).isTrue();
        assertThat(passwords.matches("passwd2", vector)).isFalse();
    }

    @Test
    void samePasswordIsHashedToAnotherTextEachTime() {
        String one = passwords.hash("correct horse");
        String two = passwords.hash("correct horse");

        assertThat(one).startsWith("pbkdf2-sha256$200000$").isNotEqualTo(two);
        assertThat(passwords.matches("correct horse", one)).isTrue();
        assertThat(passwords.matches("correct horse", two)).isTrue();
        assertThat(passwords.matches("", one)).isFalse();
    }

    @Test
    void hashThatCostsLessIsToldFromOneOfNow() {
        assertThat(passwords.isTooCheap(passwords.hash("x"))).isFalse();
        assertThat(new Passwords(new SecureRandom(), 1_000).isTooCheap(passwords.hash("x")))
                .isFalse();
        assertThat(passwords.isTooCheap(new Passwords(new SecureRandom(), 1_000).hash("x")))
                .isTrue();
    }

    @Test
    void unknownNamesAndHashesOfBeforeTakeAsLongAsTheOthers() {
        String now = passwords.hash("correct horse");
        String before = new Passwords(new SecureRandom(), 1_000).hash("correct horse");
        passwords.matchNobody("warm up");

        Duration known = time(() -> passwords.matches("wrong", now));
        Duration nobody = time(() -> passwords.matchNobody("wrong"));
        Duration old = time(() -> passwords.matches("wrong", before));

        assertThat(nobody).isBetween(known.dividedBy(3), known.multipliedBy(3));
        assertThat(old).isBetween(known.dividedBy(3), known.multipliedBy(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "md5$1$AA$AA", "pbkdf2-sha256$1$AA"})
    void hashOfAnotherFormIsADefect(String hash) {
        assertThatThrownBy(() -> passwords.matches("x", hash)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The shortest of some runs, which other load disturbs least. */
    private static Duration time(Runnable work) {
        Duration shortest = Duration.ofDays(1);
        for (int run = 0; run < 5; run++) {
            long begin = System.nanoTime();
            work.run();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
        }
        return shortest;
    }
}
