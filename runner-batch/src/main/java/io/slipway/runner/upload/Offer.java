// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a file holds, told before its bytes.
 *
 * @param sha256 in lower-case hexadecimal
 * @param md5 in Base64: object stores compare it with what comes in
 */
record Offer(long size, String sha256, String md5) {
    private static final int BUFFER_BYTES = 1 << 16;

    static Offer of(Path file) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        long size = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha256.update(buffer, 0, count);
                md5.update(buffer, 0, count);
                size += count;
            }
        }
        return new Offer(
                size,
                HexFormat.of().formatHex(sha256.digest()),
                Base64.getEncoder().encodeToString(md5.digest()));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " belongs to every Java", e);
        }
    }
}
