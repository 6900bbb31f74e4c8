// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes by time, as RFC 6238 has them and as every app for them makes them: HMAC-SHA-1, steps of 30 seconds, six digits. */
final class Totp {
    /** Of the secret, as RFC 4226 recommends. */
    static final int SECRET_BYTES = 20;

    private static final String ALGORITHM = "HmacSHA1";
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;

    /** How many steps the clock of a device may be away from ours. */
    private static final int WINDOW = 1;

    private Totp() {}

    static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    static String code(byte[] secret, long step) {
        return String.format(Locale.ROOT, "%06d", truncated(mac(secret, step)) % MODULUS);
    }

    /** The step whose code was given, when that is one of now, of just before or just after; takes as long whatever was given. */
    static OptionalLong stepOf(byte[] secret, String code, Instant now) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        long middle = step(now);
        return LongStream.rangeClosed(middle - WINDOW, middle + WINDOW)
                .map(step -> MessageDigest.isEqual(given, code(secret, step).getBytes(StandardCharsets.UTF_8))
                        ? step
                        : Long.MIN_VALUE)
                .filter(step -> step != Long.MIN_VALUE)
                .max();
    }

    /** Whether a text has the form of a code. */
    static boolean isCode(String text) {
        return text.length() == DIGITS && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    private static byte[] mac(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-1 belongs to every Java", e);
        }
    }

    /** RFC 4226, section 5.3: 31 bits from where the last half byte points to. */
    private static int truncated(byte[] mac) {
        int offset = mac[mac.length - 1] & 0xf;
        return ByteBuffer.wrap(mac, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
    }
}
