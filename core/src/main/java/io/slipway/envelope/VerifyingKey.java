// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** The public half of a {@link SigningKey}: what somebody is known by. Safe for many threads. */
public final class VerifyingKey {
    private final String text;
    private final PublicKeyVerify key;

    private VerifyingKey(String text, PublicKeyVerify key) {
        this.text = text;
        this.key = key;
    }

    /**
     * @param text as {@link #text} gives it
     * @throws IllegalArgumentException with a sentence, when it is no such key
     */
    @AccessesPartialKey
    public static VerifyingKey of(String text) {
        try {
            SignatureConfig.register();
            Ed25519PublicKey key = Ed25519PublicKey.create(KeyText.read(text));
            return new VerifyingKey(
                    KeyText.write(key.getPublicKeyBytes()),
                    KeysetHandle.newBuilder()
                            .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                            .build()
                            .getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class));
        } catch (GeneralSecurityException e) {
            throw KeyText.illegal("no Ed25519 key", e);
        }
    }

    /** The key in Base64. */
    public String text() {
        return text;
    }

    /** SHA-256 of the key, as it stands in an {@link EnrolmentToken}. */
    public String fingerprint() {
        return KeyText.fingerprint(text);
    }

    /** @param signature null when the text came without one */
    public boolean fits(String signed, String signature) {
        if (signature == null) {
            return false;
        }
        try {
            key.verify(Base64.getDecoder().decode(signature), signed.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
