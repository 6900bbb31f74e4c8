// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** Appendix B of RFC 6238, SHA-1; its codes have two digits more before these six. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codeIsThatOfTheStandard(long seconds, String code) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
    }

    /** Appendix D of RFC 4226. */
    @ParameterizedTest
    @CsvSource({
        "0, 755224",
        "1, 287082",
        "2, 359152",
        "3, 969429",
        "4, 338314",
        "5, 254676",
        "6, 287922",
        "7, 162583",
        "8, 399871",
        "9, 520489"
    })
    void stepsAreTheCountersOfTheStandard(long step, String code) {
        assertThat(Totp.code(SECRET, step)).isEqualTo(code);
    }

    @Test
    void codeIsGoodForItsStepAndOneBeforeAndOneAfter() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.step(now);

        assertThat(IntStream.rangeClosed(-3, 3)
                        .filter(away -> Totp.stepOf(SECRET, Totp.code(SECRET, step + away), now)
                                .isPresent()))
                .containsExactly(-1, 0, 1);
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step + 1), now)).isEqualTo(OptionalLong.of(step + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "12345a", "١٢٣٤٥٦", "123 56"})
    void codeHasSixDigitsOfAscii(String text) {
        assertThat(Totp.isCode(text)).isFalse();
    }

    /** Section 10 of RFC 4648, without its padding. */
    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void secretIsWrittenInBase32(String bytes, String text) {
        assertThat(Base32.of(bytes.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
    }

    @Test
    void recoveryCodesAreTenThatDifferAndAreKnownHoweverTheyAreTyped() {
        var codes = RecoveryCode.random(new SecureRandom());

        assertThat(new HashSet<>(codes)).hasSize(10);
        RecoveryCode code = codes.get(0);
        assertThat(code.text()).matches("(?:[a-z2-9]{4}-){3}[a-z2-9]{4}");
        assertThat(new RecoveryCode(" " + code.text().toUpperCase().replace("-", " ")).hash())
                .isEqualTo(code.hash())
                .isNotEqualTo(codes.get(1).hash());
        assertThat(code).asString().doesNotContain(code.text());
    }

    @Test
    void appIsToldServiceAndAccount() {
        SetUp setUp = SetUp.of(SECRET, "ann", "ci.example.org");

        assertThat(setUp.address())
                .isEqualTo("otpauth://totp/Slipway%20ci.example.org:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Slipway%20ci.example.org&algorithm=SHA1&digits=6&period=30");
        assertThat(setUp.grouped()).isEqualTo("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assertThat(setUp).asString().doesNotContain("GEZD");
    }
}
