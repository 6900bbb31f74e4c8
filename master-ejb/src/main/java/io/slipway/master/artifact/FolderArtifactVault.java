// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
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

/**
 * Artifacts as files {@code FOLDER/ID/POSITION/NAME}. Bytes come in under {@code FOLDER/.incoming} and are moved in one step, so that
 * no reader ever sees half a file.
 */
public final class FolderArtifactVault implements ArtifactVault {
    private static final Logger LOG = System.getLogger(FolderArtifactVault.class.getName());
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final long limit;

    public FolderArtifactVault(ArtifactSettings settings) {
        this.folder = settings.folder();
        this.limit = settings.limit();
    }

    @Override
    public Incoming receive(InputStream bytes) {
        Path file = incomingFile();
        try {
            return copy(bytes, file);
        } catch (RuntimeException e) {
            delete(file);
            throw e;
        }
    }

    @Override
    public Path file(JobId job, int position, String name) {
        Path ofArtifact = folder.resolve(job.toString()).resolve(Integer.toString(position));
        Path file = ofArtifact.resolve(name).normalize();
        if (!ofArtifact.equals(file.getParent())) {
            throw new IllegalArgumentException("artifact name `%s` leaves its folder".formatted(name));
        }
        return file;
    }

    private Path incomingFile() {
        try {
            return Files.createTempFile(Files.createDirectories(folder.resolve(".incoming")), "artifact", "");
        } catch (IOException e) {
            throw refused(folder, e);
        }
    }

    private Incoming copy(InputStream bytes, Path file) {
        MessageDigest digest = sha256();
        long size = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = read(bytes, buffer); count >= 0; count = read(bytes, buffer)) {
                size += count;
                if (size > limit) {
                    throw new ProblemException(
                            Problem.REQUEST_TOO_LARGE,
                            "Taking an artifact: it is larger than the %d bytes that are allowed".formatted(limit));
                }
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
        return new FileIncoming(file, size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Tells a runner that went away from a disk that is full. */
    private static int read(InputStream bytes, byte[] buffer) {
        try {
            return bytes.read(buffer);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL, "Taking an artifact: its bytes ended early: %s".formatted(e), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    private static ProblemException refused(Path file, IOException cause) {
        return new ProblemException(
                Problem.DISK_REFUSED, "Keeping an artifact in `%s`: %s".formatted(file, cause), cause);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Deleting " + file, new UncheckedIOException(e));
        }
    }

    /** Bytes in a file that is not an artifact yet. */
    private final class FileIncoming implements Incoming {
        private final Path incoming;
        private final long size;
        private final String sha256;

        FileIncoming(Path incoming, long size, String sha256) {
            this.incoming = incoming;
            this.size = size;
            this.sha256 = sha256;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public String sha256() {
            return sha256;
        }

        @Override
        public void keep(JobId job, int position, String name) {
            Path kept = file(job, position, name);
            try {
                Files.createDirectories(kept.getParent());
                Files.move(incoming, kept, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw refused(kept, e);
            }
        }

        @Override
        public void close() {
            delete(incoming);
        }
    }
}
