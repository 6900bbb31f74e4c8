// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Nothing of a secret passes, nothing else is changed, and nothing is held back for longer than it must be. */
class MaskedStreamTest {
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    @Example
    void everyRunOfSecretBytesBecomesOneMark() throws IOException {
        assertThat(masked(List.of("secret"), "a secret and secretsecret.")).isEqualTo("a *** and ***.");
    }

    @Example
    void secretsThatOverlapAreMaskedAsAWhole() throws IOException {
        assertThat(masked(List.of("abcdef", "defghi", "h"), "xabcdefghix h")).isEqualTo("x***x ***");
    }

    @Example
    void longestSecretCounts() throws IOException {
        assertThat(masked(List.of("pass", "password"), "password pass passwor")).isEqualTo("*** *** ***wor");
    }

    @Example
    void nothingIsMaskedWithoutSecrets() throws IOException {
        assertThat(masked(List.of(), "a secret")).isEqualTo("a secret");
        assertThat(Mask.of(List.of(new byte[0])).isEmpty()).isTrue();
    }

    @Example
    void whatCannotBecomeASecretIsWrittenAtOnce() throws IOException {
        MaskedStream stream = mask(List.of("secret")).before(target);

        stream.write("Is it sec".getBytes(ISO_8859_1));
        assertThat(written()).isEqualTo("Is it ");
        stream.flush();
        assertThat(written()).isEqualTo("Is it ");
        stream.write('t');
        assertThat(written()).isEqualTo("Is it sect");
    }

    @Example
    void nothingIsKeptOfAStreamThatIsFinished() throws IOException {
        MaskedStream stream = mask(List.of("s".repeat(100_000))).before(target);
        stream.write("begins and ss".getBytes(ISO_8859_1));
        assertThat(stream.room()).isGreaterThan(100_000);

        stream.finish();

        assertThat(stream.room()).isZero();
        stream.write("s again".getBytes(ISO_8859_1));
        stream.finish();
        assertThat(written()).isEqualTo("begins and sss again");
    }

    @Example
    void whatIsHeldBackIsWrittenAtTheEndAndOnce() throws IOException {
        MaskedStream stream = mask(List.of("secret")).before(target);

        stream.write("sec".getBytes(ISO_8859_1));
        stream.finish();
        assertThat(written()).isEqualTo("sec");
        stream.write("ret secret".getBytes(ISO_8859_1));
        stream.close();
        assertThat(written()).isEqualTo("secret ***");
    }

    @Property
    void maskedIsTheSameWhereverWritesAreCut(
            @ForAll("secrets") List<String> secrets,
            @ForAll("texts") String text,
            @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 60) Integer> cuts)
            throws IOException {
        target.reset();
        MaskedStream stream = mask(secrets).before(target);
        int from = 0;
        for (int cut : cuts.stream().sorted().toList()) {
            int to = Math.min(cut, text.length());
            stream.write(text.substring(from, to).getBytes(ISO_8859_1));
            from = to;
        }
        stream.write(text.substring(from).getBytes(ISO_8859_1));
        stream.finish();

        assertThat(written()).isEqualTo(expected(secrets, text, text.length()));
    }

    @Property
    void onlyTheBeginningOfASecretIsHeldBack(@ForAll("secrets") List<String> secrets, @ForAll("texts") String text)
            throws IOException {
        target.reset();
        MaskedStream stream = mask(secrets).before(target);
        stream.write(text.getBytes(ISO_8859_1));

        int held = 0;
        for (int length = 1; length <= text.length(); length++) {
            String end = text.substring(text.length() - length);
            if (secrets.stream().anyMatch(secret -> secret.startsWith(end))) {
                held = length;
            }
        }
        assertThat(written()).isEqualTo(expected(secrets, text, text.length() - held));
    }

    /** Few letters and many repetitions: what overlaps, what begins alike, what ends in the middle of another one. */
    @Provide
    Arbitrary<List<String>> secrets() {
        return Arbitraries.strings()
                .withChars("ab\n\u00ff")
                .ofMinLength(1)
                .ofMaxLength(8)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab\n\u00ffx").ofMaxLength(60);
    }

    /** Looks for every secret at every place. */
    private static String expected(List<String> secrets, String text, int end) {
        boolean[] secret = new boolean[text.length()];
        for (String one : secrets) {
            for (int at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) {
                Arrays.fill(secret, at, at + one.length(), true);
            }
        }
        StringBuilder masked = new StringBuilder();
        for (int i = 0; i < end; i++) {
            if (!secret[i]) {
                masked.append(text.charAt(i));
            } else if (i == 0 || !secret[i - 1]) {
                masked.append("***");
            }
        }
        return masked.toString();
    }

    private String masked(List<String> secrets, String text) throws IOException {
        target.reset();
        try (MaskedStream stream = mask(secrets).before(target)) {
            stream.write(text.getBytes(ISO_8859_1));
        }
        return written();
    }

    private static Mask mask(List<String> secrets) {
        Stream<byte[]> bytes = secrets.stream().map(secret -> secret.getBytes(ISO_8859_1));
        return Mask.of(bytes.toList());
    }

    private String written() {
        return target.toString(ISO_8859_1);
    }
}
