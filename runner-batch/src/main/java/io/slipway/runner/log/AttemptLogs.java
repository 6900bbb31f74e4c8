// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.log;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.log.LogName;
import io.slipway.message.AttemptAccount.LogEnd;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.runner.mask.Mask;
import io.slipway.runner.mask.MaskedStream;
import io.slipway.runner.report.EventReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The logs of one attempt: files in the layout {@code LOGS/ID/log} and {@code LOGS/ID/TASK/log} (later attempts below
 * {@code LOGS/ID/attempt.N}), shipped to the master as they grow.
 *
 * <p>One thread ({@link #run}) ships: what tasks write goes to the file first and from there to the master, so that a slow
 * master never holds more than a chunk in memory. {@link #close} ships the rest. No secret reaches a file: a mask stands before each.
 */
public final class AttemptLogs implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AttemptLogs.class.getName());
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final long FLUSH_MILLIS = 40;
    private static final long CLOSE_SECONDS = 60;

    private final AttemptRef attempt;
    private final EventReport report;
    private final Clock clock;
    private final Path folder;
    private final long limit;
    private final Mask mask;
    private final Map<LogName, Shipped> logs = new LinkedHashMap<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean shipped;

    /** @param mask what no log is to show */
    public AttemptLogs(AttemptRef attempt, EventReport report, Clock clock, LogSettings settings, Mask mask) {
        this.attempt = attempt;
        this.report = report;
        this.clock = clock;
        this.limit = settings.limit();
        this.folder = settings.folderOf(attempt);
        this.mask = mask;
    }

    /** A log and how far it was shipped. */
    private static final class Shipped {
        private final LogFile file;
        private final MaskedStream masked;
        private long offset;
        private boolean complete;
        private boolean told;

        private Shipped(LogFile file, Mask mask) {
            this.file = file;
            this.masked = mask.before(file);
        }
    }

    /** Opens a log, or gives the one that is open. */
    public synchronized OutputStream open(LogName name) {
        return logs.computeIfAbsent(name, key -> new Shipped(new LogFile(file(key), limit, clock), mask)).masked;
    }

    /** Writes a line of the runner's own to the setup log. */
    public void say(String sentence) {
        String line = "[#%s] %s %s%n".formatted(attempt.job(), STAMP.format(clock.instant()), sentence);
        try {
            open(LogName.SETUP).write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Writing the setup log of " + attempt + ": " + e, e);
        }
    }

    /** Says that nothing more is written to a log, not even what cannot be written any more of it. */
    public synchronized void complete(LogName name) {
        Shipped log = logs.get(name);
        if (log == null) {
            return;
        }
        try {
            log.masked.finish();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Writing log `%s` of %s: %s".formatted(name, attempt, e), e);
        } finally {
            log.complete = true;
        }
    }

    /**
     * The master misses bytes: they are shipped again.
     *
     * @return false when nothing is shipped any more
     */
    public synchronized boolean rewind(LogName name, long offset) {
        if (shipped) {
            return false;
        }
        Shipped log = logs.get(name);
        if (log != null && offset < log.offset) {
            log.offset = offset;
            log.told = false;
        }
        return true;
    }

    /** Ships until {@link #close}. */
    @Override
    public void run() {
        try {
            do {
                ship();
            } while (!closing.await(FLUSH_MILLIS, TimeUnit.MILLISECONDS));
            ship();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProblemException e) {
            LOG.log(System.Logger.Level.ERROR, "Shipping the logs of " + attempt + ": they end here", e);
        } finally {
            end();
        }
    }

    private synchronized void end() {
        shipped = true;
        done.countDown();
    }

    private void ship() throws InterruptedException {
        for (LogName name : names()) {
            while (shipChunk(name)) {
                report.awaitRoom();
            }
        }
    }

    /** Those that were opened, in that order. */
    synchronized List<LogName> names() {
        return List.copyOf(logs.keySet());
    }

    /** How every log ended, after {@link #close}. */
    public synchronized List<LogEnd> ends() {
        return logs.entrySet().stream()
                .map(log -> new LogEnd(
                        log.getKey(),
                        log.getValue().file.length(),
                        log.getValue().file.sha256()))
                .toList();
    }

    Path file(LogName name) {
        return folder.resolve(name.path());
    }

    /** Ships one chunk; false when less than another is left. */
    private synchronized boolean shipChunk(LogName name) {
        Shipped log = logs.get(name);
        long length = log.file.length();
        if (log.offset < length) {
            byte[] bytes = read(name, log);
            report.log(attempt, name, log.offset, bytes);
            log.offset += bytes.length;
            if (bytes.length == LogAppended.MOST_BYTES) {
                return true;
            }
        }
        if (log.complete && !log.told && log.offset == log.file.length()) {
            log.told = true;
            report.logClosed(attempt, name, log.offset, log.file.sha256());
        }
        return false;
    }

    private byte[] read(LogName name, Shipped log) {
        try {
            return log.file.read(log.offset, LogAppended.MOST_BYTES);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Reading log `%s` of %s: %s".formatted(name, attempt, e), e);
        }
    }

    /**
     * Completes every log and ships the rest; waits for that, within limits. Whatever it stumbles over, nothing of the attempt's logs is open, and
     * nobody ships them, when it returns.
     *
     * @throws ProblemException DISK_REFUSED for the first log that could not be completed
     */
    @Override
    public void close() {
        List<ProblemException> failures = new ArrayList<>();
        for (LogName name : names()) {
            try {
                complete(name);
            } catch (ProblemException e) {
                failures.add(e);
            }
        }
        closing.countDown();
        awaitShipped();
        closeFiles(failures);
        if (!failures.isEmpty()) {
            ProblemException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void awaitShipped() {
        try {
            if (!done.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "Logs of {0} are not shipped to their end", attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void closeFiles(List<ProblemException> failures) {
        logs.forEach((name, log) -> {
            try {
                log.file.close();
            } catch (IOException e) {
                failures.add(new ProblemException(
                        Problem.DISK_REFUSED, "Closing log `%s` of %s: %s".formatted(name, attempt, e), e));
            }
        });
    }
}
