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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;

/**
 * Authenticated encryption (AES-256-GCM) with the keyset of Tink in a file that its owner alone may read. What is sealed is bound to a place,
 * and opens nowhere else. Safe for many threads.
 *
 * <p>The keyset may hold several keys: one is the newest, with which is sealed; the others open what was sealed before. Another master may make a key
 * and throw the old one away at any time, so the file is read again before something is sealed when it is not the one that was read, and when
 * something does not open.
 */
public final class Seal {
    /** How much longer the sealed is than the content. */
    public static final int EXTRA_BYTES = 33;

    /** How Tink begins what names its key. */
    private static final byte TINK = 1;

    private static final int MARK_BYTES = 5;

    private final Path file;
    private volatile Keys keys;

    private Seal(Path file, Keys keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * @param text as it stands in the file
     * @param state of the file before it was read
     */
    private record Keys(String text, FileState state, KeysetHandle handle, Aead key) {
        static Keys of(String text, FileState state) throws GeneralSecurityException {
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get());
            return new Keys(text, state, handle, handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
        }
    }

    /** By what a file is another one than it was. */
    private record FileState(FileTime changed, long bytes, Object key) {
        static final FileState UNKNOWN = new FileState(null, 0, null);

        static FileState of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileState(now.lastModifiedTime(), now.size(), now.fileKey());
        }
    }

    /**
     * Reads the key; makes it when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no key, DISK_REFUSED when it cannot be read or made
     */
    public static Seal open(Path file) {
        try {
            AeadConfig.register();
            return new Seal(file, Keys.of(KeyFile.text(file, Seal::made), FileState.UNKNOWN));
        } catch (GeneralSecurityException e) {
            throw noKey(file, e);
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private static ProblemException noKey(Path file, Exception cause) {
        return new ProblemException(
                Problem.SETTING_ILLEGAL,
                "Reading the key of secrets `%s` (`secrets.key`): it holds no key to encrypt with; the file of the backup is needed, since nothing else opens the secrets of the database"
                        .formatted(file),
                cause);
    }

    private static ProblemException refused(Path file, IOException cause) {
        return new ProblemException(
                Problem.DISK_REFUSED, "Reading or writing the key of secrets `%s`: %s".formatted(file, cause), cause);
    }

    private static String made() throws GeneralSecurityException {
        return text(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
    }

    private static String text(KeysetHandle handle) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    }

    /** Reads the file again. @return whether it holds other keys than before */
    public synchronized boolean refresh() {
        try {
            FileState state = FileState.of(file);
            String text = Files.readString(file);
            boolean others = !text.equals(keys.text);
            keys = Keys.of(text, state);
            return others;
        } catch (GeneralSecurityException e) {
            throw noKey(file, e);
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private void refreshWhenReplaced() {
        try {
            if (!FileState.of(file).equals(keys.state)) {
                refresh();
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /** How many keys there are; more than one while a new one takes the place of an old one. */
    public int size() {
        return keys.handle.size();
    }

    /** The number of the newest key, as people see it. */
    public String newest() {
        return "%08x".formatted(keys.handle.getPrimary().getId());
    }

    /** What everything begins with that is sealed with the newest key, and nothing else. */
    public byte[] mark() {
        return ByteBuffer.allocate(MARK_BYTES)
                .put(TINK)
                .putInt(keys.handle.getPrimary().getId())
                .array();
    }

    /** Makes a key with which is sealed from now on. Nobody else may do so at the same time, at this master or at another. */
    public synchronized void add() {
        refresh();
        try {
            replace(KeysetHandle.newBuilder(keys.handle)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw noKey(file, e);
        }
    }

    /** Throws away every key but the newest: what is not sealed with that opens never again. */
    public synchronized void retire() {
        refresh();
        try {
            KeysetHandle.Entry newest = keys.handle.getPrimary();
            replace(KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(newest.getKey())
                            .withFixedId(newest.getId())
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw noKey(file, e);
        }
    }

    private void replace(KeysetHandle handle) throws GeneralSecurityException {
        try {
            Keys next = Keys.of(text(handle), FileState.UNKNOWN);
            KeyFile.replace(file, next.text);
            keys = next;
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /**
     * With the newest key of the file, by now.
     *
     * @param place what it is bound to
     * @throws ProblemException DISK_REFUSED when the file cannot be looked at: what is sealed with a key that nobody keeps opens never again
     */
    public byte[] seal(byte[] content, String place) {
        refreshWhenReplaced();
        try {
            return keys.key.encrypt(content, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.DEFECT, "Sealing `%s`: %s".formatted(place, e.getMessage()), e);
        }
    }

    /** @throws ProblemException SETTING_ILLEGAL when it was sealed with another key, for another place, or was changed */
    public byte[] unseal(byte[] sealed, String place) {
        try {
            return keys.key.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            if (refresh()) {
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
