// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that were taken in, in a file that is nothing yet. Closing it throws them away unless they were moved to their place. */
public final class IncomingFile implements AutoCloseable {
    private static final Logger LOG = System.getLogger(IncomingFile.class.getName());
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final long size;
    private final String sha256;

    private IncomingFile(Path file, long size, String sha256) {
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    /**
     * What is taken, and where it waits.
     *
     * @param what for sentences, for example {@code an artifact}
     * @param folder on the disk where it is to be kept; made when it is not there
     * @param limit the most bytes
     */
    public record Intake(String what, Path folder, long limit) {}

    /** Takes bytes in, to the end of the stream; throws REQUEST_TOO_LARGE, REQUEST_ILLEGAL when they end early, or DISK_REFUSED. */
    public static IncomingFile take(InputStream bytes, Intake intake) {
        Path file = temporary(intake);
        try {
            return copy(bytes, file, intake);
        } catch (RuntimeException e) {
            delete(file);
            throw e;
        }
    }

    private static Path temporary(Intake intake) {
        try {
            return Files.createTempFile(Files.createDirectories(intake.folder()), "incoming", "");
        } catch (IOException e) {
            throw refused(intake.what(), intake.folder(), e);
        }
    }

    private static IncomingFile copy(InputStream bytes, Path file, Intake intake) {
        MessageDigest digest = newSha256();
        long size = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = read(bytes, buffer, intake); count >= 0; count = read(bytes, buffer, intake)) {
                size += count;
                if (size > intake.limit()) {
                    throw new ProblemException(
                            Problem.REQUEST_TOO_LARGE,
                            "Taking %s: it is larger than the %d bytes that are allowed"
                                    .formatted(intake.what(), intake.limit()));
                }
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            throw refused(intake.what(), file, e);
        }
        return new IncomingFile(file, size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Tells a runner that went away from a disk that is full. */
    private static int read(InputStream bytes, byte[] buffer, Intake intake) {
        try {
            return bytes.read(buffer);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL, "Taking %s: its bytes ended early: %s".formatted(intake.what(), e), e);
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    private static ProblemException refused(String what, Path file, IOException cause) {
        return new ProblemException(Problem.DISK_REFUSED, "Keeping %s in `%s`: %s".formatted(what, file, cause), cause);
    }

    public long size() {
        return size;
    }

    /** In lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** The bytes, as long as they were neither moved nor thrown away. */
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    /** Moves it in one step, in place of what is there; its folder is made when it is not there. */
    public void moveTo(Path place) {
        try {
            Files.createDirectories(place.getParent());
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw refused("what came in", place, e);
        }
    }

    @Override
    public void close() {
        delete(file);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Deleting " + file, new UncheckedIOException(e));
        }
    }
}
