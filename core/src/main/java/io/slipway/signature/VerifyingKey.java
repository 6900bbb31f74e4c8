// SPDX-License-Identifier: Apache-2.0
package io.slipway.signature;

import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.signature.SignatureConfig;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The public half of a {@link SigningKey}: what a runner knows its master by. */
public final class VerifyingKey implements Signatures {
    private static final long LOOK_MILLIS = 200;

    private final PublicKeyVerify key;

    private VerifyingKey(PublicKeyVerify key) {
        this.key = key;
    }

    /**
     * Reads the key; waits until the file is there, since a master that starts for the first time is about to make it.
     *
     * @throws ProblemException SETTING_ILLEGAL when it is not there by then, or holds no such key
     */
    public static VerifyingKey await(Path file, Duration most) {
        long until = System.nanoTime() + most.toNanos();
        try {
            while (!Files.exists(file) && System.nanoTime() < until) {
                Thread.sleep(LOOK_MILLIS);
            }
            SignatureConfig.register();
            return new VerifyingKey(TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(Files.readString(file))
                    .getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class));
        } catch (IOException | GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading the master's public key `%s` (`master.key`): %s; the file that the master writes beside its `signing.key` is allowed"
                            .formatted(file, e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.RUNNER_STOPPED, "Waiting for the master's public key", e);
        }
    }

    /** Who verifies signs nothing. */
    @Override
    public Optional<String> sign(String text) {
        return Optional.empty();
    }

    @Override
    public boolean fits(String text, String signature) {
        if (signature == null) {
            return false;
        }
        try {
            key.verify(Base64.getDecoder().decode(signature), text.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
