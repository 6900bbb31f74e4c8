// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.log;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.log.LogName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The log files: {@code FOLDER/ID/log} and {@code FOLDER/ID/TASK/log} for the first attempt, the same below
 * {@code FOLDER/ID/attempt.N} for the N-th (a dot is in no task's name).
 *
 * <p>A file's length is the truth about what the master has of a log, so the same bytes may come any number of times. One thread
 * writes a log; any number read it.
 */
public final class LogFiles {
    private final Path folder;
    private final long limit;

    public LogFiles(LogSettings settings) {
        this.folder = settings.folder();
        this.limit = settings.limit();
    }

    /** Where a log stands, whether it exists or not. */
    public Path file(JobId job, int attempt, LogName log) {
        Path ofJob = folder.resolve(job.toString());
        return (attempt == 1 ? ofJob : ofJob.resolve("attempt." + attempt)).resolve(log.path());
    }

    /**
     * Appends what is new of {@code bytes}.
     *
     * @param offset of the first byte; beyond the end of the file nothing is appended, which the result shows as a gap
     */
    public Appended append(JobId job, int attempt, LogName log, long offset, byte[] bytes) {
        Path file = file(job, attempt, log);
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                return append(channel, offset, bytes);
            }
        } catch (IOException e) {
            throw refused("Appending to", file, e);
        }
    }

    /** How many bytes there are; 0 for a log that does not exist. */
    public long length(JobId job, int attempt, LogName log) {
        try {
            return Math.min(limit, Files.size(file(job, attempt, log)));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw refused("Measuring", file(job, attempt, log), e);
        }
    }

    /** Reads up to {@code most} bytes; none from beyond the end. The note about a cut is part of what is read. */
    public LogSlice read(JobId job, int attempt, LogName log, long offset, int most) {
        Path file = file(job, attempt, log);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(most, length - offset)));
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
                continue;
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return new LogSlice(offset, read, length, false);
        } catch (NoSuchFileException e) {
            return new LogSlice(offset, new byte[0], 0, false);
        } catch (IOException e) {
            throw refused("Reading", file, e);
        }
    }

    /** The SHA-256 of the bytes that there are, in lower-case hexadecimal. */
    public String sha256(JobId job, int attempt, LogName log) {
        Path file = file(job, attempt, log);
        MessageDigest digest = sha256();
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (NoSuchFileException e) {
            // A log without a byte has no file.
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw refused("Reading", file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Appended append(FileChannel channel, long offset, byte[] bytes) throws IOException {
        long length = channel.size();
        if (offset > length && length < limit) {
            return new Appended(length, true);
        }
        long end = Math.min(limit, offset + bytes.length);
        if (end > length) {
            int from = (int) (length - offset);
            write(channel, ByteBuffer.wrap(bytes, from, (int) (end - length)), length);
        }
        boolean filled = Math.max(length, end) == limit;
        if (filled && offset + bytes.length > limit) {
            write(channel, cutNote(), limit);
        }
        return new Appended(Math.min(limit, Math.max(length, end)), false);
    }

    private ByteBuffer cutNote() {
        return StandardCharsets.UTF_8.encode(
                "\n[slipway] This log is cut here: it is longer than the %d bytes that are kept.\n".formatted(limit));
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    private static ProblemException refused(String doing, Path file, IOException cause) {
        return new ProblemException(Problem.DISK_REFUSED, "%s log `%s`: %s".formatted(doing, file, cause), cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    /**
     * What became of bytes that were to be appended.
     *
     * @param length bytes of the log that there are now
     * @param gap whether bytes between these and the new ones are missing
     */
    public record Appended(long length, boolean gap) {}
}
