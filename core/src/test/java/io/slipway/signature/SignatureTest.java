// SPDX-License-Identifier: Apache-2.0
package io.slipway.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Path file;
    private SigningKey master;

    @BeforeEach
    void makeKey() {
        file = folder.resolve("keys/signing.json");
        master = SigningKey.open(file);
    }

    @Test
    void signatureOfTheMasterFitsItsTextAlone() {
        Signatures runner = VerifyingKey.await(SigningKey.publicHalf(file), Duration.ZERO);

        String signature = master.sign("inbox of a: order").orElseThrow();

        assertThat(runner.fits("inbox of a: order", signature)).isTrue();
        assertThat(runner.fits("inbox of b: order", signature)).isFalse();
        assertThat(runner.fits("inbox of a: order", null)).isFalse();
        assertThat(runner.fits("inbox of a: order", "")).isFalse();
        assertThat(runner.fits("inbox of a: order", "no base64!")).isFalse();
    }

    @Test
    void signatureOfAnotherKeyDoesNotFit() {
        Signatures runner = VerifyingKey.await(SigningKey.publicHalf(file), Duration.ZERO);

        String forged =
                SigningKey.open(folder.resolve("other.json")).sign("order").orElseThrow();

        assertThat(runner.fits("order", forged)).isFalse();
    }

    @Test
    void keyIsReadAgainAfterARestart() {
        Signatures runner = VerifyingKey.await(SigningKey.publicHalf(file), Duration.ZERO);

        String later = SigningKey.open(file).sign("order").orElseThrow();

        assertThat(runner.fits("order", later)).isTrue();
    }

    @Test
    void keyIsReadableByItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(SigningKey.publicHalf(file))).doesNotContain("Ed25519PrivateKey");
    }

    @Test
    void runnerWaitsForAMasterThatIsAboutToMakeIt() {
        Path later = folder.resolve("later.json");
        CompletableFuture<VerifyingKey> awaited =
                CompletableFuture.supplyAsync(() -> VerifyingKey.await(SigningKey.publicHalf(later), SOON));

        String signature = SigningKey.open(later).sign("order").orElseThrow();

        assertThat(awaited.join().fits("order", signature)).isTrue();
    }

    @Test
    void fileThatHasNoKeyIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "{}");

        for (Runnable reading : new Runnable[] {
            () -> SigningKey.open(empty),
            () -> VerifyingKey.await(empty, Duration.ZERO),
            () -> VerifyingKey.await(folder.resolve("absent"), Duration.ZERO)
        }) {
            assertThatThrownBy(reading::run)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem()).isEqualTo(Problem.SETTING_ILLEGAL));
        }
    }
}
