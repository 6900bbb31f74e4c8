// SPDX-License-Identifier: Apache-2.0
package io.slipway.signature;

import com.google.crypto.tink.subtle.Ed25519Sign;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key by which the receivers of webhooks know that this master sent them: the seed of an Ed25519 key pair in base64, in a file that its
 * owner alone may read. Safe for many threads.
 */
public final class WebhookKey {
    private static final int SEED_BYTES = 32;

    private final Ed25519Sign signer;
    private final byte[] publicKey;

    private WebhookKey(byte[] seed) throws GeneralSecurityException {
        this.signer = new Ed25519Sign(seed);
        this.publicKey = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey();
    }

    /**
     * Reads the key; makes it when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key, DISK_REFUSED when it cannot be read or made
     */
    public static WebhookKey open(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            byte[] seed = Base64.getDecoder().decode(Files.readString(file).strip());
            if (seed.length != SEED_BYTES) {
                throw new IllegalArgumentException("it has %d bytes".formatted(seed.length));
            }
            return new WebhookKey(seed);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading the webhook key `%s`: %s; %d bytes in base64 are allowed, and without the file a new key is made"
                            .formatted(file, e.getMessage(), SEED_BYTES),
                    e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Reading or making the webhook key `%s`: %s".formatted(file, e), e);
        }
    }

    /** Whole or not at all, and never in place of one that another master has made meanwhile. */
    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        Path part = Files.createTempFile(
                folder,
                file.getFileName().toString(),
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(part, Base64.getEncoder().encodeToString(seed) + "\n");
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            System.getLogger(WebhookKey.class.getName())
                    .log(System.Logger.Level.DEBUG, "another master has made the webhook key: {0}", e);
        } finally {
            Files.delete(part);
        }
    }

    /** 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The 64 bytes of a signature. */
    public byte[] sign(byte[] text) {
        try {
            return signer.sign(text);
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Signing a webhook: " + e.getMessage(), e);
        }
    }
}
