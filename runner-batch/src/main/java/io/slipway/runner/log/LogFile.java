// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.log;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;

/**
 * One log on the runner's disk, with an index of times beside it: every line of {@code log.times} has an offset and the
 * milliseconds since 1970 when the bytes from there on were written.
 *
 * <p>Bytes beyond the limit are not kept; the log then says so, and who writes goes on. Safe for many threads.
 */
public final class LogFile extends OutputStream {
    private static final long TIMES_APART_MILLIS = 100;

    private final FileChannel file;
    private final FileChannel times;
    private final Clock clock;
    private final long limit;
    private final MessageDigest digest;
    private long length;
    private long lastTime;
    private boolean cut;

    /** @param limit the most bytes that are kept */
    public LogFile(Path path, long limit, Clock clock) {
        this.clock = clock;
        this.limit = limit;
        try {
            Files.createDirectories(path.getParent());
            this.file = open(path);
            this.times = open(path.resolveSibling(path.getFileName() + ".times"));
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Making log `%s`: %s".formatted(path, e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new ProblemException(Problem.DEFECT, "This Java has no SHA-256", e);
        }
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        if (cut) {
            return;
        }
        int kept = (int) Math.min(count, limit - length);
        append(bytes, from, kept);
        if (kept < count) {
            cut = true;
            byte[] note = "%n[slipway] This log is cut here: it is longer than the %d bytes that are kept.%n"
                    .formatted(limit)
                    .getBytes(StandardCharsets.UTF_8);
            append(note, 0, note.length);
        }
    }

    private void append(byte[] bytes, int from, int count) throws IOException {
        long now = clock.millis();
        if (count > 0 && now - lastTime >= TIMES_APART_MILLIS) {
            times.write(ByteBuffer.wrap((length + " " + now + "\n").getBytes(StandardCharsets.US_ASCII)));
            lastTime = now;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        digest.update(bytes, from, count);
        length += count;
    }

    public synchronized long length() {
        return length;
    }

    /** The SHA-256 of everything written so far, in lower-case hexadecimal. */
    public synchronized String sha256() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new ProblemException(Problem.DEFECT, "The SHA-256 of this Java cannot be read in between", e);
        }
    }

    /** Reads what was written, at most {@code most} bytes from {@code offset} on. */
    public byte[] read(long offset, int most) throws IOException {
        int count = (int) Math.max(0, Math.min(most, length() - offset));
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {
            continue;
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
        times.close();
    }
}
