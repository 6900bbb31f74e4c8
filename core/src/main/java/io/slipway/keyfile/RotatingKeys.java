// SPDX-License-Identifier: Apache-2.0
package io.slipway.keyfile;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;

/**
 * Keys that take each other's place, as a keyset of Tink in a file that its owner alone may read: one is the newest, the others are good for what
 * was made for them before. Another program may make a key and throw old ones away at any time, so the file is read again when it is not the one that
 * was read. Safe for many threads.
 *
 * @param <T> what the keys are used through
 */
public final class RotatingKeys<T> {
    private final Path file;
    private final Kind<T> kind;
    private volatile Held<T> held;

    private RotatingKeys(Path file, Kind<T> kind, Held<T> held) {
        this.file = file;
        this.kind = kind;
        this.held = held;
    }

    /**
     * What keys they are.
     *
     * @param name for sentences, with the setting that says which file it is
     * @param without what is so when the file holds no such key
     * @param parameters of new ones
     * @param use makes of the keys what they are used through
     */
    public record Kind<T>(String name, String without, Parameters parameters, Use<T> use) {}

    /** Makes of keys what they are used through. */
    @FunctionalInterface
    public interface Use<T> {
        T of(KeysetHandle keys) throws GeneralSecurityException;
    }

    /**
     * @param text as it stands in the file
     * @param state of the file before it was read
     */
    private record Held<T>(String text, FileState state, KeysetHandle handle, T use) {
        static <T> Held<T> of(String text, FileState state, Kind<T> kind) throws GeneralSecurityException {
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get());
            return new Held<>(text, state, handle, kind.use().of(handle));
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
     * Reads the keys; makes the first one when there is none.
     *
     * @throws ProblemException SETTING_ILLEGAL when the file has no such key, DISK_REFUSED when it cannot be read or made
     */
    public static <T> RotatingKeys<T> open(Path file, Kind<T> kind) {
        try {
            String text = KeyFile.text(file, () -> text(KeysetHandle.generateNew(kind.parameters())));
            return new RotatingKeys<>(file, kind, Held.of(text, FileState.UNKNOWN, kind));
        } catch (GeneralSecurityException e) {
            throw noKey(file, kind, e);
        } catch (IOException e) {
            throw refused(file, kind, e);
        }
    }

    private static String text(KeysetHandle handle) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    }

    /** The keys as they were read last. */
    public T asRead() {
        return held.use;
    }

    /**
     * The keys as they are by now.
     *
     * @throws ProblemException DISK_REFUSED when the file cannot be looked at
     */
    public T byNow() {
        try {
            if (!FileState.of(file).equals(held.state)) {
                refresh();
            }
            return held.use;
        } catch (IOException e) {
            throw refused(file, kind, e);
        }
    }

    /** Reads the file again. @return whether it holds other keys than before */
    public synchronized boolean refresh() {
        try {
            FileState state = FileState.of(file);
            String text = Files.readString(file);
            boolean others = !text.equals(held.text);
            held = Held.of(text, state, kind);
            return others;
        } catch (GeneralSecurityException e) {
            throw noKey(file, kind, e);
        } catch (IOException e) {
            throw refused(file, kind, e);
        }
    }

    /** How many keys there are; more than one while a new one takes the place of an old one. */
    public int size() {
        return held.handle.size();
    }

    /** The number of the newest key. */
    public int newest() {
        return held.handle.getPrimary().getId();
    }

    /** Makes a key that is the newest from now on. Nobody else may do so at the same time, in this program or in another. */
    public synchronized void add() {
        refresh();
        try {
            replace(KeysetHandle.newBuilder(held.handle)
                    .addEntry(KeysetHandle.generateEntryFromParameters(kind.parameters())
                            .withRandomId()
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw noKey(file, kind, e);
        }
    }

    /** Throws away every key but the newest. */
    public synchronized void retire() {
        refresh();
        try {
            KeysetHandle.Entry newest = held.handle.getPrimary();
            replace(KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(newest.getKey())
                            .withFixedId(newest.getId())
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw noKey(file, kind, e);
        }
    }

    private void replace(KeysetHandle handle) throws GeneralSecurityException {
        try {
            Held<T> next = Held.of(text(handle), FileState.UNKNOWN, kind);
            KeyFile.replace(file, next.text);
            held = next;
        } catch (IOException e) {
            throw refused(file, kind, e);
        }
    }

    private static ProblemException noKey(Path file, Kind<?> kind, Exception cause) {
        return new ProblemException(
                Problem.SETTING_ILLEGAL,
                "Reading the %s, `%s`: it holds no such key; %s".formatted(kind.name(), file, kind.without()),
                cause);
    }

    private static ProblemException refused(Path file, Kind<?> kind, IOException cause) {
        return new ProblemException(
                Problem.DISK_REFUSED, "Reading or writing the %s, `%s`: %s".formatted(kind.name(), file, cause), cause);
    }
}
