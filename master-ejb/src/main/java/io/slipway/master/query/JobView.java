// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.query;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Phase;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.store.NewJob;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a page or an API shows of one job, as of one moment.
 *
 * @param owner user name, without tilde
 * @param attempts oldest first; empty before the first dispatch
 * @param tasks in order; those that a restart kept ran in an earlier attempt
 * @param checkpoint where the job can go on; null when it cannot
 * @param standing the guest of the newest attempt while it stands by; null when it does not
 */
public record JobView(
        JobId id,
        String owner,
        JobStatus status,
        Visibility visibility,
        String note,
        List<String> tags,
        String image,
        String arch,
        String manifest,
        Instant created,
        Instant updated,
        List<AttemptView> attempts,
        List<TaskView> tasks,
        List<ArtifactView> artifacts,
        CheckpointView checkpoint,
        StandingView standing) {
    public JobView {
        tags = List.copyOf(tags);
        attempts = List.copyOf(attempts);
        tasks = List.copyOf(tasks);
        artifacts = List.copyOf(artifacts);
    }

    /** A job that was stored a moment ago, which nobody has begun. */
    public static JobView submitted(JobId id, String owner, NewJob job, Instant at) {
        return new JobView(
                id,
                owner,
                job.status(),
                job.visibility(),
                job.note(),
                job.tags(),
                job.image().value(),
                job.arch().value(),
                job.manifest(),
                at,
                at,
                List.of(),
                job.tasks().stream()
                        .map(task -> new TaskView(task, TaskStatus.PENDING, null, null, TaskView.NOT_ENDED, null))
                        .toList(),
                List.of(),
                null,
                null);
    }

    /** The attempt that counts: the newest. */
    public Optional<AttemptView> newestAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /**
     * An attempt at the job.
     *
     * @param started null until the runner has begun
     * @param ended null until the end was reported
     * @param outcome one sentence, empty until the end
     * @param logs every log that exists, the setup log first
     * @param restart null when nobody had to ask for it: a job's first attempt, and those after a runner broke
     */
    public record AttemptView(
            AttemptRef ref,
            String runner,
            Instant dispatched,
            Instant started,
            Instant ended,
            String outcome,
            List<PhaseView> phases,
            List<LogView> logs,
            RestartView restart) {
        public AttemptView {
            phases = List.copyOf(phases);
            logs = List.copyOf(logs);
        }
    }

    /** A phase with its measured begin and end. */
    public record PhaseView(Phase phase, Instant began, Instant ended) {}

    /**
     * A log as far as the master has it.
     *
     * @param length bytes that the master has
     * @param closed whether the runner closed it
     * @param missing bytes that the closed log should have and the master has not
     */
    public record LogView(LogName name, long length, boolean closed, long missing) {}

    /**
     * A task.
     *
     * @param started null until it runs
     * @param ended null until it ended
     * @param exitCode -1 until it ended
     * @param attempt number of the attempt that ran it last; null until it runs
     */
    public record TaskView(
            TaskName name, TaskStatus status, Instant started, Instant ended, int exitCode, Integer attempt) {
        private static final int NOT_ENDED = -1;
    }

    /**
     * What somebody asked for after the job had ended, or what goes on by itself behind a killed runner.
     *
     * @param attempt number of the attempt whose guest it goes on with; 0 for a restart from the start
     * @param task the first that runs; null for a restart from the start
     * @param editedScript whether that task runs another script than the manifest's
     * @param standing whether it goes on in that guest as it stood by, and not as its checkpoint has it
     * @param automatic whether nobody asked for it
     */
    public record RestartView(
            int attempt, TaskName task, boolean editedScript, boolean standing, boolean automatic, Instant asked) {}

    /** A guest of the job that a runner keeps as it was before a task. */
    public record CheckpointView(TaskName task, String runner, Instant expires) {}

    /**
     * A guest that stands by.
     *
     * @param task which the job would go on with in it; null when there is none
     * @param until when the runner throws it away
     * @param visited whether somebody has logged in to it
     * @param command with which the owner logs in to it; empty when nobody can
     */
    public record StandingView(
            int attempt, String runner, TaskName task, Instant until, boolean visited, String command) {}

    /**
     * An artifact that was kept.
     *
     * @param path as the manifest names it
     * @param name file name of the download
     * @param size in bytes
     * @param sha256 in lower-case hexadecimal
     */
    public record ArtifactView(long id, String path, String name, long size, String sha256, Instant created) {}
}
