// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.util.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Public keys as text, by which master and runner tell each other theirs: the 32 bytes of each in Base64, and nothing that could be something else. */
final class KeyText {
    private static final int BYTES = 32;

    private KeyText() {}

    /** @throws IllegalArgumentException with a sentence */
    static Bytes read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw illegal("no Base64", e);
        }
        if (bytes.length != BYTES) {
            throw illegal("%d bytes".formatted(bytes.length), null);
        }
        return Bytes.copyFrom(bytes);
    }

    static String write(Bytes key) {
        return Base64.getEncoder().encodeToString(key.toByteArray());
    }

    /** A short name of a key, which nobody can make another key for. */
    static String fingerprint(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
    }

    static byte[] sha256(String... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.US_ASCII));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    static IllegalArgumentException illegal(String found, Throwable cause) {
        return new IllegalArgumentException(
                "it is %s; the %d bytes of a public key in Base64 are allowed".formatted(found, BYTES), cause);
    }
}
