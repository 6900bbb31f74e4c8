// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.Beat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the heartbeats of this runner over all its starts. The session of the process stands in a file, and is greater than the one before
 * also when the clock was set back meanwhile; when the file is gone, the clock alone says it. Safe for many threads.
 */
final class Beats {
    private static final System.Logger LOG = System.getLogger(Beats.class.getName());

    private final long session;
    private final AtomicLong number = new AtomicLong();

    private Beats(long session) {
        this.session = session;
    }

    /** Begins a session. */
    static Beats begin(Path file, Clock clock) {
        long session = Math.max(clock.millis(), last(file) + 1);
        keep(file, session);
        return new Beats(session);
    }

    /** Greater than every one before. */
    Beat next() {
        return new Beat(session, number.incrementAndGet());
    }

    private static long last(Path file) {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (NumberFormatException e) {
            LOG.log(System.Logger.Level.WARNING, "Reading the last session `{0}`: it holds no number", file);
            return 0;
        } catch (IOException e) {
            throw refused("Reading", file, e);
        }
    }

    /** On the disk before the session is told to anybody. */
    private static void keep(Path file, long session) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.US_ASCII.encode(session + "\n"));
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw refused("Writing", file, e);
        }
    }

    private static ProblemException refused(String doing, Path file, IOException cause) {
        return new ProblemException(
                Problem.DISK_REFUSED, "%s the session of heartbeats `%s`: %s".formatted(doing, file, cause), cause);
    }
}
