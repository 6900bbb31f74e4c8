// SPDX-License-Identifier: Apache-2.0
package io.slipway.signature;

import com.google.crypto.tink.subtle.Ed25519Sign;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.keyfile.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
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
            byte[] seed = Base64.getDecoder()
                    .decode(KeyFile.text(file, WebhookKey::made).strip());
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

    private static String made() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return Base64.getEncoder().encodeToString(seed) + "\n";
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
