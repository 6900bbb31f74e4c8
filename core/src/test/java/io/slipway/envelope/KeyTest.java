// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    @TempDir
    private Path folder;

    @Test
    void signatureFitsItsTextAlone() {
        SigningKey key = SigningKey.open(folder.resolve("key"));
        VerifyingKey known = VerifyingKey.of(key.publicHalf().text());

        String signature = key.sign("order");

        assertThat(known.fits("order", signature)).isTrue();
        assertThat(known.fits("order ", signature)).isFalse();
        assertThat(known.fits("order", null)).isFalse();
        assertThat(known.fits("order", "")).isFalse();
        assertThat(known.fits("order", "no base64!")).isFalse();
        assertThat(known.fits("order", changed(signature))).isFalse();
    }

    @Test
    void signatureOfAnotherKeyDoesNotFit() {
        VerifyingKey known = SigningKey.open(folder.resolve("key")).publicHalf();

        assertThat(known.fits("order", SigningKey.open(folder.resolve("other")).sign("order")))
                .isFalse();
    }

    @Test
    void whatIsSealedOpensWithItsKeyAndForItsContextAlone() {
        OpeningKey key = OpeningKey.open(folder.resolve("key"));
        SealingKey known = SealingKey.of(key.publicHalf().text());

        String sealed = known.seal("secret €", "inbox of a");

        assertThat(key.open(sealed, "inbox of a")).contains("secret €");
        assertThat(key.open(sealed, "inbox of b")).isEmpty();
        assertThat(key.open(changed(sealed), "inbox of a")).isEmpty();
        assertThat(key.open("no base64!", "inbox of a")).isEmpty();
        assertThat(key.open("", "inbox of a")).isEmpty();
        assertThat(OpeningKey.open(folder.resolve("other")).open(sealed, "inbox of a"))
                .isEmpty();
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTime() {
        SealingKey key = OpeningKey.open(folder.resolve("key")).publicHalf();

        assertThat(key.seal("secret", "inbox")).isNotEqualTo(key.seal("secret", "inbox"));
    }

    @Test
    void keysAreReadAgainAfterARestart() {
        PublicKeys before = RunnerKeys.open(folder).publicHalves();

        RunnerKeys after = RunnerKeys.open(folder);

        assertThat(after.publicHalves().fingerprint()).isEqualTo(before.fingerprint());
        assertThat(before.verifying().fits("event", after.signing().sign("event")))
                .isTrue();
        assertThat(after.opening().open(before.sealing().seal("order", "inbox"), "inbox"))
                .contains("order");
    }

    @Test
    void keysAreReadableByTheirOwnerAloneAndNothingElseIsLeft() throws IOException {
        RunnerKeys.open(folder.resolve("new/keys"));

        try (Stream<Path> files = Files.list(folder.resolve("new/keys"))) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whoMakesAKeyAtTheSameTimeGetsTheSameOne() {
        Path file = folder.resolve("key");
        Set<String> made = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 8)
                .parallel()
                .forEach(n -> made.add(SigningKey.open(file).publicHalf().text()));

        assertThat(made).containsExactly(SigningKey.open(file).publicHalf().text());
    }

    @Test
    void fileThatHasNoSuchKeyIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "{}");
        RunnerKeys.open(folder);

        for (Runnable reading : new Runnable[] {
            () -> SigningKey.open(empty),
            () -> OpeningKey.open(empty),
            () -> SigningKey.open(folder.resolve("opening.json")),
            () -> OpeningKey.open(folder.resolve("signing.json"))
        }) {
            assertThatThrownBy(reading::run)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem()).isEqualTo(Problem.SETTING_ILLEGAL));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no base64!", "AAAA", "{\"primaryKeyId\":1}"})
    void textThatIsNoPublicKeyIsRefusedWithASentence(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifyingKey.of(text))
                .withMessageEndingWith("the 32 bytes of a public key in Base64 are allowed");
        assertThatIllegalArgumentException().isThrownBy(() -> SealingKey.of(text));
    }

    /** With it, everybody knows what was agreed on. */
    @Test
    void keyThatHidesNothingIsRefused() {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);

        assertThatIllegalArgumentException().isThrownBy(() -> SealingKey.of(zeros));
    }

    @Test
    void fingerprintsOfDifferentKeysDiffer() {
        PublicKeys one = RunnerKeys.open(folder.resolve("one")).publicHalves();
        PublicKeys other = RunnerKeys.open(folder.resolve("other")).publicHalves();

        assertThat(one.fingerprint())
                .matches("SHA256:[A-Za-z0-9+/]{43}")
                .isNotEqualTo(other.fingerprint())
                .isNotEqualTo(new PublicKeys(one.verifying(), other.sealing()).fingerprint());
    }

    @Test
    void enrolmentTokenNamesTheMasterThatMadeIt() {
        VerifyingKey master = SigningKey.open(folder.resolve("master")).publicHalf();
        VerifyingKey other = SigningKey.open(folder.resolve("other")).publicHalf();
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

        EnrolmentToken token =
                new EnrolmentToken(EnrolmentToken.of(secret, master).text());

        assertThat(token.isOf(master)).isTrue();
        assertThat(token.isOf(other)).isFalse();
        assertThat(token.toString()).doesNotContain(secret);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EnrolmentToken("slipway_" + secret))
                .withMessageNotContaining(secret);
    }

    /** Another character in its middle. */
    static String changed(String base64) {
        int middle = base64.length() / 2;
        char other = base64.charAt(middle) == 'A' ? 'B' : 'A';
        return base64.substring(0, middle) + other + base64.substring(middle + 1);
    }
}
