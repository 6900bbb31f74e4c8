// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.checkpoint;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.message.HeldCheckpoint;
import io.slipway.runner.checkpoint.CheckpointFolder.KeptCheckpoint;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The checkpoints that a runner keeps: the newest of each job, until it expires or newer ones need the room.
 *
 * <p>{@code FOLDER/JOB/EPOCH} has a guest's files, and {@code FOLDER/JOB/checkpoint} says which of them counts; it is written last.
 * An attempt that went on from a checkpoint has its disk on the earlier one's, so a job's folder goes as a whole. Safe for many
 * threads.
 */
public final class CheckpointStore {
    private static final System.Logger LOG = System.getLogger(CheckpointStore.class.getName());

    private final CheckpointSettings settings;
    private final Clock clock;
    private final Runnable changed;
    private final Map<Long, KeptCheckpoint> kept = new TreeMap<>();

    /** Reads what an earlier process kept. @param changed called when others are kept than before */
    public CheckpointStore(CheckpointSettings settings, Clock clock, Runnable changed) {
        this.settings = settings;
        this.clock = clock;
        this.changed = changed;
        for (Path job : CheckpointFolder.jobs(settings.folder())) {
            CheckpointFolder.read(job).ifPresentOrElse(this::hold, () -> CheckpointFolder.remove(job));
        }
    }

    private synchronized void hold(KeptCheckpoint checkpoint) {
        kept.put(checkpoint.held().attempt().job().value(), checkpoint);
    }

    /** Everything that is kept, by job. */
    public synchronized List<HeldCheckpoint> held() {
        return kept.values().stream().map(KeptCheckpoint::held).toList();
    }

    public CheckpointSettings settings() {
        return settings;
    }

    /** Where the guest of an attempt is to be kept, before {@link #keep}. */
    public Path folderOf(AttemptRef attempt) {
        return jobFolder(attempt.job()).resolve(Long.toString(attempt.epoch()));
    }

    /**
     * Keeps what stands in {@link #folderOf} as the job's newest checkpoint, taken before {@code task}.
     *
     * @param execution of the batch job that ran the attempt
     */
    public void keep(AttemptRef attempt, TaskName task, long execution) {
        // Whole seconds, which every store gives back as they were: the master writes what differs.
        Instant expires = clock.instant().plus(settings.expiry()).truncatedTo(ChronoUnit.SECONDS);
        KeptCheckpoint checkpoint = new KeptCheckpoint(new HeldCheckpoint(attempt, task, expires), execution);
        CheckpointFolder.write(jobFolder(attempt.job()), checkpoint);
        hold(checkpoint);
        changed.run();
    }

    /**
     * A checkpoint to go on from.
     *
     * @throws ProblemException CHECKPOINT_LOST when it is not kept any more
     */
    public synchronized Found find(AttemptRef attempt, TaskName task) {
        return Optional.ofNullable(kept.get(attempt.job().value()))
                .filter(checkpoint -> checkpoint.held().attempt().equals(attempt)
                        && checkpoint.held().task().equals(task))
                .map(checkpoint -> new Found(folderOf(attempt), checkpoint.execution()))
                .orElseThrow(() -> new ProblemException(
                        Problem.CHECKPOINT_LOST,
                        "The checkpoint of attempt %d before task `%s` is not kept any more; run the job again from the start."
                                .formatted(attempt.number(), task)));
    }

    /**
     * A checkpoint that was found.
     *
     * @param folder with the guest's files
     * @param execution of the batch job that ran its attempt
     */
    public record Found(Path folder, long execution) {}

    /** Throws away what is kept of an attempt and those before it; a later attempt's is kept. */
    public void removeUpTo(AttemptRef attempt) {
        boolean earlier;
        synchronized (this) {
            KeptCheckpoint checkpoint = kept.get(attempt.job().value());
            earlier = checkpoint != null && checkpoint.held().attempt().number() <= attempt.number();
        }
        if (earlier) {
            remove(attempt.job());
        }
    }

    /** Throws away what is kept of a job. */
    public void remove(JobId job) {
        boolean was;
        synchronized (this) {
            was = kept.remove(job.value()) != null;
        }
        CheckpointFolder.remove(jobFolder(job));
        if (was) {
            changed.run();
        }
    }

    /** Throws away what has expired, and the oldest above the quota. @param live jobs of which nothing is thrown away */
    public void tend(Set<JobId> live) {
        List<HeldCheckpoint> oldestFirst = held().stream()
                .filter(checkpoint -> !live.contains(checkpoint.attempt().job()))
                .sorted(Comparator.comparing(HeldCheckpoint::expires))
                .toList();
        long size = CheckpointFolder.size(settings.folder());
        for (HeldCheckpoint checkpoint : oldestFirst) {
            JobId job = checkpoint.attempt().job();
            boolean expired = checkpoint.expires().isBefore(clock.instant());
            if (expired || size > settings.quota()) {
                size -= CheckpointFolder.size(jobFolder(job));
                LOG.log(
                        System.Logger.Level.INFO,
                        "Checkpoint of job {0}: thrown away, {1}",
                        job,
                        expired ? "it has expired" : "checkpoint.quota is used up");
                remove(job);
            }
        }
    }

    /** Whether the disk has room for another guest's memory and then some. @param bytes of the guest's memory */
    public boolean hasRoom(long bytes) {
        try {
            Files.createDirectories(settings.folder());
            return settings.quota() > bytes
                    && Files.getFileStore(settings.folder()).getUsableSpace() > 2 * bytes;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Looking for room in {0}: {1}", settings.folder(), e);
            return false;
        }
    }

    private Path jobFolder(JobId job) {
        return settings.folder().resolve(job.toString());
    }
}
