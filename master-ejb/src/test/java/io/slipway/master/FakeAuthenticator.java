// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An app on a user's phone, which makes codes from the secret that it was given. */
final class FakeAuthenticator {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] secret;
    private final Clock clock;

    FakeAuthenticator(String base32, Clock clock) {
        BigInteger number = BigInteger.ZERO;
        for (char letter : base32.toCharArray()) {
            number = number.shiftLeft(5).add(BigInteger.valueOf(LETTERS.indexOf(letter)));
        }
        byte[] bytes = number.toByteArray();
        int length = base32.length() * 5 / 8;
        secret = new byte[length];
        byte[] tail = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - length), bytes.length);
        System.arraycopy(tail, 0, secret, length - tail.length, tail.length);
        this.clock = clock;
    }

    String code() {
        return code(Duration.ZERO);
    }

    /** The code of another time. */
    String code(Duration later) {
        long step = clock.instant().plus(later).getEpochSecond() / 30;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7fffffff;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
