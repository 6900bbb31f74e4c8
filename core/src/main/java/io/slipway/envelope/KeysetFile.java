// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.keyfile.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** A private key in a file that its owner alone may read: a keyset of Tink. */
final class KeysetFile {
    private KeysetFile() {}

    /**
     * Reads the key; makes it when there is none. Who makes it at the same time as somebody else gets the other's.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key of that kind, DISK_REFUSED when it cannot be read or made
     */
    static <K extends Key> K open(Path file, Parameters parameters, Class<K> kind) {
        try {
            return key(file, KeyFile.text(file, () -> made(parameters)), kind);
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Making the key `%s`: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Reading or making the key `%s`: %s".formatted(file, e), e);
        }
    }

    /** Reads the key; empty when there is none, and makes none. @throws ProblemException as {@link #open} */
    static <K extends Key> Optional<K> read(Path file, Class<K> kind) {
        try {
            return KeyFile.read(file).map(text -> key(file, text, kind));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Reading the key `%s`: %s".formatted(file, e), e);
        }
    }

    private static <K extends Key> K key(Path file, String text, Class<K> kind) {
        try {
            Key key = TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get())
                    .getPrimary()
                    .getKey();
            if (kind.isInstance(key)) {
                return kind.cast(key);
            }
            throw new GeneralSecurityException("it is a " + key.getClass().getSimpleName());
        } catch (GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading the key `%s`: it holds no %s; without the file a new one is made"
                            .formatted(file, kind.getSimpleName()),
                    e);
        }
    }

    private static String made(Parameters parameters) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(parameters), InsecureSecretKeyAccess.get());
    }
}
