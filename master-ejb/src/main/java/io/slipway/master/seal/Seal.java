// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.keyfile.RotatingKeys;
import io.slipway.keyfile.RotatingKeys.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Authenticated encryption (AES-256-GCM) with keys in a file. What is sealed is bound to a place, and opens nowhere else. Safe for many threads.
 *
 * <p>Sealed is with the newest key; the others open what was sealed before. Another master may make a key and throw the old one away at any time, so the
 * file is read again before something is sealed when it is not the one that was read, and when something does not open.
 */
public final class Seal {
    /** How much longer the sealed is than the content. */
    public static final int EXTRA_BYTES = 33;

    /** How Tink begins what names its key. */
    private static final byte TINK = 1;

    private static final int MARK_BYTES = 5;
    private static final Kind<Aead> KIND = new Kind<>(
            "key of secrets (`secrets.key`)",
            "the file of the backup is needed, since nothing else opens the secrets of the database",
            PredefinedAeadParameters.AES256_GCM,
            keys -> keys.getPrimitive(RegistryConfiguration.get(), Aead.class));

    private final Path file;
    private final RotatingKeys<Aead> keys;

    private Seal(Path file, RotatingKeys<Aead> keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads the key; makes it when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key, DISK_REFUSED when it cannot be read or made
     */
    public static Seal open(Path file) {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Preparing to encrypt: " + e.getMessage(), e);
        }
        return new Seal(file, RotatingKeys.open(file, KIND));
    }

    /** Reads the file again. @return whether it holds other keys than before */
    public boolean refresh() {
        return keys.refresh();
    }

    /** How many keys there are; more than one while a new one takes the place of an old one. */
    public int size() {
        return keys.size();
    }

    /** The number of the newest key, as people see it. */
    public String newest() {
        return "%08x".formatted(keys.newest());
    }

    /** What everything begins with that is sealed with the newest key, and nothing else. */
    public byte[] mark() {
        return ByteBuffer.allocate(MARK_BYTES).put(TINK).putInt(keys.newest()).array();
    }

    /** Makes a key with which is sealed from now on. Nobody else may do so at the same time, at this master or at another. */
    public void add() {
        keys.add();
    }

    /** Throws away every key but the newest: what is not sealed with that opens never again. */
    public void retire() {
        keys.retire();
    }

    /**
     * With the newest key of the file, by now.
     *
     * @param place what it is bound to
     * @throws ProblemException DISK_REFUSED when the file cannot be looked at: what is sealed with a key that nobody keeps opens never again
     */
    public byte[] seal(byte[] content, String place) {
        Aead newest = keys.byNow();
        try {
            return newest.encrypt(content, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Sealing `%s`: %s".formatted(place, e.getMessage()), e);
        }
    }

    /** @throws ProblemException SETTING_ILLEGAL when it was sealed with another key, for another place, or was changed */
    public byte[] unseal(byte[] sealed, String place) {
        try {
            return keys.asRead().decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            if (keys.refresh()) {
                return unseal(sealed, place);
            }
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Opening `%s` of the database with the key `%s` (`secrets.key`): it was sealed with another key, or changed since; the key that the masters of this database began with is needed"
                            .formatted(place, file),
                    e);
        }
    }
}
