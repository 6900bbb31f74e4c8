// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** The public half of an {@link OpeningKey}: what is sealed with it, one runner alone can open. Safe for many threads. */
public final class SealingKey {
    static final HpkeParameters PARAMETERS = parameters();

    private final String text;
    private final HybridEncrypt key;

    private SealingKey(String text, HybridEncrypt key) {
        this.text = text;
        this.key = key;
    }

    /**
     * @param text as {@link #text} gives it
     * @throws IllegalArgumentException with a sentence, when it is no such key, or one with which nothing can be sealed
     */
    @AccessesPartialKey
    public static SealingKey of(String text) {
        try {
            HybridConfig.register();
            HpkePublicKey key = HpkePublicKey.create(PARAMETERS, KeyText.read(text), null);
            HybridEncrypt sealing = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
            // Some texts look like a key, and every secret that is agreed on with them is known to everybody.
            sealing.encrypt(new byte[0], new byte[0]);
            return new SealingKey(KeyText.write(key.getPublicKeyBytes()), sealing);
        } catch (GeneralSecurityException e) {
            throw KeyText.illegal("no X25519 key", e);
        }
    }

    /** The key in Base64. */
    public String text() {
        return text;
    }

    /** SHA-256 of the key, for people. */
    public String fingerprint() {
        return KeyText.fingerprint(text);
    }

    /** @param context what it is for, which is needed to open it again and is not in it */
    public String seal(String plain, String context) {
        try {
            byte[] sealed =
                    key.encrypt(plain.getBytes(StandardCharsets.UTF_8), context.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Sealing a message: " + e.getMessage(), e);
        }
    }

    private static HpkeParameters parameters() {
        try {
            return HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("these parameters belong to Tink", e);
        }
    }
}
