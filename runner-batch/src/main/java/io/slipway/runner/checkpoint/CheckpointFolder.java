// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.checkpoint;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.message.HeldCheckpoint;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The files of {@link CheckpointStore}. What cannot be read counts as not there. */
final class CheckpointFolder {
    private static final System.Logger LOG = System.getLogger(CheckpointFolder.class.getName());
    private static final String FILE = "checkpoint";

    private CheckpointFolder() {}

    /**
     * A checkpoint that is kept.
     *
     * @param execution of the batch job that ran its attempt
     */
    record KeptCheckpoint(HeldCheckpoint held, long execution) {}

    static List<Path> jobs(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> jobs = Files.list(folder)) {
            return jobs.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Listing `%s`: %s".formatted(folder, e), e);
        }
    }

    static Optional<KeptCheckpoint> read(Path job) {
        try (Reader file = Files.newBufferedReader(job.resolve(FILE))) {
            Properties keys = new Properties();
            keys.load(file);
            AttemptRef attempt = new AttemptRef(
                    new JobId(Long.parseLong(job.getFileName().toString())),
                    Integer.parseInt(keys.getProperty("attempt")),
                    Long.parseLong(keys.getProperty("epoch")));
            return Optional.of(new KeptCheckpoint(
                    new HeldCheckpoint(
                            attempt,
                            new TaskName(keys.getProperty("task")),
                            Instant.parse(keys.getProperty("expires"))),
                    Long.parseLong(keys.getProperty("execution"))));
        } catch (IOException | IllegalArgumentException | DateTimeException | NullPointerException e) {
            LOG.log(System.Logger.Level.INFO, "Checkpoint {0}: no whole one: {1}", job, e.toString());
            return Optional.empty();
        }
    }

    static void write(Path job, KeptCheckpoint kept) {
        HeldCheckpoint checkpoint = kept.held();
        Properties keys = new Properties();
        keys.setProperty("execution", Long.toString(kept.execution()));
        keys.setProperty("attempt", Integer.toString(checkpoint.attempt().number()));
        keys.setProperty("epoch", Long.toString(checkpoint.attempt().epoch()));
        keys.setProperty("task", checkpoint.task().value());
        keys.setProperty("expires", checkpoint.expires().toString());
        Path part = job.resolve(FILE + ".part");
        try {
            try (Writer file = Files.newBufferedWriter(part)) {
                keys.store(file, null);
            }
            Files.move(part, job.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Writing `%s`: %s".formatted(part, e), e);
        }
    }

    /** In bytes. */
    static long size(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "Measuring {0}: {1}", folder, e);
            return 0;
        }
    }

    static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "Removing {0}: {1}", folder, e);
        }
    }
}
