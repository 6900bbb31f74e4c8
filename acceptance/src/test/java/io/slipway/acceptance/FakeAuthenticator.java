// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An app for codes on a user's phone, which knows what it has read from a QR code. */
final class FakeAuthenticator {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int SECRET_BYTES = 20;

    private final String secret;

    /** @param address what the QR code says */
    FakeAuthenticator(String address) {
        secret = Arrays.stream(URI.create(address).getQuery().split("&"))
                .filter(part -> part.startsWith("secret="))
                .map(part -> part.substring("secret=".length()))
                .findFirst()
                .orElseThrow();
    }

    /** In Base32. */
    String secret() {
        return secret;
    }

    String code() {
        return code(Duration.ZERO);
    }

    /** What it shows at another time. */
    String code(Duration later) {
        long step = Instant.now().plus(later).getEpochSecond() / 30;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(), "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & Integer.MAX_VALUE;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes() {
        BigInteger number = BigInteger.ZERO;
        for (char letter : secret.toCharArray()) {
            number = number.shiftLeft(5).add(BigInteger.valueOf(LETTERS.indexOf(letter)));
        }
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[SECRET_BYTES];
        int length = Math.min(SECRET_BYTES, signed.length);
        System.arraycopy(signed, signed.length - length, bytes, SECRET_BYTES - length, length);
        return bytes;
    }
}
