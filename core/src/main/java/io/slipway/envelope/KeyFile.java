// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** A private key in a file that its owner alone may read: a keyset of Tink. */
final class KeyFile {
    private static final FileAttribute<?> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private KeyFile() {}

    /**
     * Reads the key; makes it when there is none. Who makes it at the same time as somebody else gets the other's.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key of that kind, DISK_REFUSED when it cannot be read or made
     */
    static <K extends Key> K open(Path file, Parameters parameters, Class<K> kind) {
        try {
            if (!Files.exists(file)) {
                make(file, parameters);
            }
            Key key = TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get())
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
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Reading or making the key `%s`: %s".formatted(file, e), e);
        }
    }

    private static void make(Path file, Parameters parameters) throws IOException, GeneralSecurityException {
        KeysetHandle keys = KeysetHandle.generateNew(parameters);
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, file.getFileName().toString(), ".part", OWNER_ALONE);
        try {
            write(part, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
            // Whole or not at all, and never in place of one that is there: somebody may be using that by now.
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            // Then that one is taken.
            return;
        } finally {
            Files.delete(part);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
    }
}
