// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;

/**
 * A public key as a person hands it in: one line {@code TYPE KEY COMMENT}, as it stands in a {@code .pub} file.
 *
 * @param type as OpenSSH names it
 * @param base64 the key itself
 * @param comment what followed; may be empty
 * @param fingerprint SHA-256, as OpenSSH prints it
 */
record SshPublicKey(String type, String base64, String comment, String fingerprint) {
    /** A line with the longest RSA key that is taken has 2,800 characters without its comment. */
    private static final int LONGEST = 8_192;

    private static final String ALLOWED = "one line `TYPE KEY COMMENT` is allowed, as it stands in a `.pub` file";

    /** @throws ProblemException when the text is not one public key of a type and size that is taken */
    static SshPublicKey read(String text) {
        String line = text.strip();
        if (line.contains("PRIVATE KEY") || line.startsWith("PuTTY-User-Key-File")) {
            throw new ProblemException(
                    Problem.SSH_KEY_PRIVATE,
                    "Reading an ssh key: it is a private one, which nobody but you may know; make a new pair and give the"
                            + " line of its `.pub` file");
        }
        if (line.length() > LONGEST || line.lines().count() != 1) {
            throw illegal(
                    "the text has %d lines and %d characters"
                            .formatted(line.lines().count(), line.length()),
                    null);
        }
        AuthorizedKeyEntry entry = entry(line);
        if (!entry.getLoginOptions().isEmpty()) {
            throw illegal(
                    "options %s stand before its type"
                            .formatted(entry.getLoginOptions().keySet()),
                    null);
        }
        SshKeyType.of(entry.getKeyType()).check(entry);
        return new SshPublicKey(
                entry.getKeyType(),
                Base64.getEncoder().encodeToString(entry.getKeyData()),
                Optional.ofNullable(entry.getComment()).orElse(""),
                fingerprint(entry.getKeyData()));
    }

    private static AuthorizedKeyEntry entry(String line) {
        try {
            AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
            if (entry != null) {
                return entry;
            }
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw illegal("it is no public key as OpenSSH writes it", e);
        }
        throw illegal("it is a comment", null);
    }

    private static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    private static ProblemException illegal(String found, Exception cause) {
        return new ProblemException(
                Problem.SSH_KEY_ILLEGAL, "Reading an ssh key: %s; %s".formatted(found, ALLOWED), cause);
    }
}
