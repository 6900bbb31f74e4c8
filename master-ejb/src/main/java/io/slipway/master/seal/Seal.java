// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.keyfile.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Authenticated encryption (AES-256-GCM) with the keyset of Tink in a file that its owner alone may read. What is sealed is bound to a place,
 * and opens nowhere else. Safe for many threads.
 */
public final class Seal {
    /** How much longer the sealed is than the content. */
    public static final int EXTRA_BYTES = 33;

    private final Aead key;
    private final Path file;

    private Seal(Aead key, Path file) {
        this.key = key;
        this.file = file;
    }

    /**
     * Reads the key; makes it when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key, DISK_REFUSED when it cannot be read or made
     */
    public static Seal open(Path file) {
        try {
            AeadConfig.register();
            KeysetHandle keys = TinkJsonProtoKeysetFormat.parseKeyset(
                    KeyFile.text(file, Seal::made), InsecureSecretKeyAccess.get());
            return new Seal(keys.getPrimitive(RegistryConfiguration.get(), Aead.class), file);
        } catch (GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading the key of secrets `%s` (`secrets.key`): it holds no key to encrypt with; the file of the backup is needed, since nothing else opens the secrets of the database"
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Reading or making the key of secrets `%s`: %s".formatted(file, e), e);
        }
    }

    private static String made() throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
    }

    /** @param place what it is bound to */
    public byte[] seal(byte[] content, String place) {
        try {
            return key.encrypt(content, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Sealing `%s`: %s".formatted(place, e.getMessage()), e);
        }
    }

    /** @throws ProblemException SETTING_ILLEGAL when it was sealed with another key, for another place, or was changed */
    public byte[] unseal(byte[] sealed, String place) {
        try {
            return key.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Opening `%s` of the database with the key `%s` (`secrets.key`): it was sealed with another key, or changed since; the key that the masters of this database began with is needed"
                            .formatted(place, file),
                    e);
        }
    }
}
