// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How passwords are hashed: PBKDF2 with HMAC-SHA256, kept as {@code pbkdf2-sha256$ITERATIONS$SALT$HASH}, so that the cost can
 * be raised and old hashes still be checked.
 */
public final class Passwords {
    private static final String FORM = "pbkdf2-sha256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private final SecureRandom random;
    private final int iterations;
    private final String nobody;

    public Passwords(SecureRandom random, int iterations) {
        this.random = random;
        this.iterations = iterations;
        this.nobody = hash(Base64.getEncoder().encodeToString(bytes(SALT_BYTES)));
    }

    public String hash(String password) {
        byte[] salt = bytes(SALT_BYTES);
        return String.join(
                "$", FORM, Integer.toString(iterations), text(salt), text(derive(password, salt, iterations)));
    }

    /** Takes as long for a wrong password as for the right one, and for a hash of before, which cost less, as long as for one of now. */
    public boolean matches(String password, String hash) {
        String[] parts = parts(hash);
        Base64.Decoder decoder = Base64.getDecoder();
        byte[] salt = decoder.decode(parts[2]);
        int cost = Integer.parseInt(parts[1]);
        byte[] found = derive(password, salt, cost);
        if (cost < iterations) {
            derive(password, salt, iterations - cost);
        }
        return MessageDigest.isEqual(found, decoder.decode(parts[3]));
    }

    /** Whether a hash costs less than those that are made now. */
    public boolean isTooCheap(String hash) {
        return Integer.parseInt(parts(hash)[1]) < iterations;
    }

    private static String[] parts(String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(FORM)) {
            throw new IllegalArgumentException("password hash of form `%s`: `%s` is allowed".formatted(parts[0], FORM));
        }
        return parts;
    }

    /** Takes as long as {@link #matches} does, for a user that does not exist. */
    public void matchNobody(String password) {
        if (matches(password, nobody)) {
            throw new IllegalStateException("the random password of nobody was guessed");
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 with HMAC-SHA256 belongs to every Java", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
