// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.log;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.log.LogName;
import io.slipway.message.AttemptAccount.LogEnd;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.runner.report.EventReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Ships a log of an attempt that has ended once more, from its file: the master found that bytes are missing. */
public final class LogReplay {
    private static final System.Logger LOG = System.getLogger(LogReplay.class.getName());

    private final EventReport report;
    private final LogSettings settings;

    public LogReplay(EventReport report, LogSettings settings) {
        this.report = report;
        this.settings = settings;
    }

    /** How a log ended that an earlier process has written; empty when it wrote none. */
    public Optional<LogEnd> end(AttemptRef attempt, LogName name) {
        Path file = settings.folderOf(attempt).resolve(name.path());
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (DigestInputStream bytes = digesting(file)) {
            long length = bytes.transferTo(OutputStream.nullOutputStream());
            return Optional.of(new LogEnd(name, length, sha256(bytes)));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Reading log `%s`: %s".formatted(file, e), e);
        }
    }

    /** When a log was written to last; empty when there is none. */
    public Optional<Instant> written(AttemptRef attempt, LogName name) {
        try {
            Path file = settings.folderOf(attempt).resolve(name.path());
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static DigestInputStream digesting(Path file) throws IOException {
        try {
            return new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new ProblemException(Problem.DEFECT, "This Java has no SHA-256", e);
        }
    }

    private static String sha256(DigestInputStream bytes) {
        return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
    }

    /** Ships from {@code offset} on and says again how long the log is; says that there is none when its file is gone. */
    public void ship(AttemptRef attempt, LogName name, long offset) {
        Path file = settings.folderOf(attempt).resolve(name.path());
        if (!Files.isRegularFile(file)) {
            LOG.log(System.Logger.Level.WARNING, "Log `{0}` of {1} is asked for and not kept any more", name, attempt);
            report.logAbsent(attempt, name);
            return;
        }
        try (DigestInputStream bytes = digesting(file)) {
            long end = ship(attempt, name, offset, bytes);
            report.logClosed(attempt, name, end, sha256(bytes));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Reading log `%s`: %s".formatted(file, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long ship(AttemptRef attempt, LogName name, long offset, InputStream bytes)
            throws IOException, InterruptedException {
        long next = offset - pass(bytes, offset);
        while (true) {
            byte[] chunk = bytes.readNBytes(LogAppended.MOST_BYTES);
            if (chunk.length == 0) {
                return next;
            }
            report.log(attempt, name, next, chunk);
            report.awaitRoom();
            next += chunk.length;
        }
    }

    /** Reads over the first bytes, so that the digest is that of the whole log; gives back how many of them there are not. */
    private static long pass(InputStream bytes, long count) throws IOException {
        byte[] buffer = new byte[LogAppended.MOST_BYTES];
        long left = count;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = bytes.read(buffer, 0, (int) Math.min(buffer.length, left));
            left -= Math.max(0, read);
        }
        return left;
    }
}
