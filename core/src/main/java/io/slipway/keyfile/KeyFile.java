// SPDX-License-Identifier: Apache-2.0
package io.slipway.keyfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** A file with a private key in it, as text: read, or made when there is none. */
public final class KeyFile {
    private static final FileAttribute<?> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private KeyFile() {}

    /** What makes a new key. */
    @FunctionalInterface
    public interface NewKey {
        /** The text of the file. */
        String text() throws GeneralSecurityException;
    }

    /**
     * The text of the file; that of a new key when there is none. Who makes it at the same time as somebody else gets the other's. A file that
     * there is stays as it is, whatever it holds; one that was made survives when the machine loses its power.
     */
    public static String text(Path file, NewKey newKey) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            make(file, newKey.text());
        }
        return Files.readString(file);
    }

    /** The text of the file; empty when there is none. */
    public static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Puts a text in place of a file's, whole or not at all; when this returns, it survives when the machine loses its power. */
    public static void replace(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, file.getFileName().toString(), ".part", OWNER_ALONE);
        try {
            write(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        keepNames(folder);
    }

    private static void make(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, file.getFileName().toString(), ".part", OWNER_ALONE);
        try {
            write(part, text);
            // Whole or not at all, and never in place of one that is there: somebody may be using that by now.
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            // Then that one is taken.
            return;
        } finally {
            Files.delete(part);
        }
        keepNames(folder);
    }

    private static void keepNames(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** On the disk before the file gets its name: what is sealed with the key may be in a database soon. */
    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
