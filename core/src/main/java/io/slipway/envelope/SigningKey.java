// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/** The key that the master, or a runner, signs with: an Ed25519 key in a file that its owner alone may read. Safe for many threads. */
public final class SigningKey {
    private static final Ed25519Parameters PARAMETERS = Ed25519Parameters.create(Ed25519Parameters.Variant.NO_PREFIX);

    private final PublicKeySign key;
    private final VerifyingKey publicHalf;

    private SigningKey(PublicKeySign key, VerifyingKey publicHalf) {
        this.key = key;
        this.publicHalf = publicHalf;
    }

    /**
     * Reads the key; makes it when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key, DISK_REFUSED when it cannot be read or made
     */
    public static SigningKey open(Path file) {
        registerSignatures();
        return of(file, KeysetFile.open(file, PARAMETERS, Ed25519PrivateKey.class));
    }

    /** Reads the key; empty when there is none, and makes none. @throws ProblemException as {@link #open} */
    static Optional<SigningKey> read(Path file) {
        registerSignatures();
        return KeysetFile.read(file, Ed25519PrivateKey.class).map(stored -> of(file, stored));
    }

    private static void registerSignatures() {
        try {
            SignatureConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Preparing to sign: " + e.getMessage(), e);
        }
    }

    @AccessesPartialKey
    private static SigningKey of(Path file, Ed25519PrivateKey stored) {
        try {
            // A keyset may say that signatures begin with its number; ours are nothing but signatures.
            Ed25519PrivateKey plain = Ed25519PrivateKey.create(
                    Ed25519PublicKey.create(stored.getPublicKey().getPublicKeyBytes()), stored.getPrivateKeyBytes());
            PublicKeySign key = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(plain).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), PublicKeySign.class);
            return new SigningKey(
                    key, VerifyingKey.of(KeyText.write(plain.getPublicKey().getPublicKeyBytes())));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Using the key `%s`: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** What others know its signatures by. */
    public VerifyingKey publicHalf() {
        return publicHalf;
    }

    /** The signature of a text, in Base64. */
    public String sign(String text) {
        try {
            return Base64.getEncoder().encodeToString(key.sign(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Signing a message: " + e.getMessage(), e);
        }
    }
}
