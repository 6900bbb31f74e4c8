// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/** The key that a runner, or the masters, open with what was sealed to them: an HPKE key in a file that its owner alone may read. Safe for many threads. */
public final class OpeningKey {
    private final HybridDecrypt key;
    private final SealingKey publicHalf;

    private OpeningKey(HybridDecrypt key, SealingKey publicHalf) {
        this.key = key;
        this.publicHalf = publicHalf;
    }

    /**
     * Reads the key; makes it when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key, DISK_REFUSED when it cannot be read or made
     */
    public static OpeningKey open(Path file) {
        try {
            HybridConfig.register();
            return of(KeysetFile.open(file, SealingKey.PARAMETERS, HpkePrivateKey.class));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Using the key `%s`: %s".formatted(file, e.getMessage()), e);
        }
    }

    @AccessesPartialKey
    static OpeningKey of(HpkePrivateKey stored) throws GeneralSecurityException {
        HybridDecrypt key = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(stored).withRandomId().makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
        return new OpeningKey(
                key, SealingKey.of(KeyText.write(stored.getPublicKey().getPublicKeyBytes())));
    }

    /** What others seal to it with. */
    public SealingKey publicHalf() {
        return publicHalf;
    }

    /**
     * Opens what was sealed to this key.
     *
     * @param sealed in Base64
     * @return empty when it was sealed to another key, for another context, or was changed since
     */
    public Optional<String> open(String sealed, String context) {
        try {
            byte[] text = key.decrypt(Base64.getDecoder().decode(sealed), context.getBytes(StandardCharsets.UTF_8));
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
