// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A random text of 256 bits that is handed out once, and of which only the SHA-256 is kept. */
public record BearerSecret(String text) {
    private static final int BYTES = 32;

    /** @param prefix tells people and scanners what the text is */
    static BearerSecret random(SecureRandom random, String prefix) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new BearerSecret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public static BearerSecret random(SecureRandom random) {
        return random(random, "");
    }

    /** In lower-case hexadecimal. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    /** Compares in a time that does not depend on what was found. */
    public boolean hasHash(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** Leaves out the text. */
    @Override
    public String toString() {
        return "secret";
    }
}
