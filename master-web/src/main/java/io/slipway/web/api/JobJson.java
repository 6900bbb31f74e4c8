// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.CheckpointView;
import io.slipway.master.query.JobView.LogView;
import io.slipway.master.query.JobView.PhaseView;
import io.slipway.master.query.JobView.RestartView;
import io.slipway.master.query.JobView.StandingView;
import io.slipway.master.query.JobView.TaskView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A job with everything that belongs to it.
 *
 * @param tags joined by a slash, as the clients of the original read them
 * @param runner of the newest attempt; null before the first
 * @param setupLog whole address of the setup log, as are those of the tasks' logs and of the artifacts; null before the first attempt
 * @param checkpoint where a restart from the failed task begins; null when there is none
 * @param standing the guest of the newest attempt while it stands by; null when it does not
 * @param group that the job is in; null when it is in none, or in one that the caller may not see
 * @param deliveries that its ends have fired, oldest first
 * @param waiting why it has not begun; null for one that runs or has ended
 */
record JobJson(
        long id,
        String status,
        String visibility,
        String note,
        String tags,
        List<String> tagList,
        String image,
        String arch,
        Owner owner,
        String runner,
        String url,
        String setupLog,
        List<Task> tasks,
        List<Attempt> attempts,
        List<Artifact> artifacts,
        Checkpoint checkpoint,
        Standing standing,
        Long group,
        List<DeliveryJson> deliveries,
        WaitingJson waiting,
        Instant created,
        Instant updated,
        List<ErrorJson.Entry> warnings) {

    static JobJson of(JobView job, List<ErrorJson.Entry> warnings, Around around, Whole whole) {
        JobId id = job.id();
        boolean begun = job.newestAttempt().isPresent();
        return new JobJson(
                id.value(),
                job.status().word(),
                job.visibility().word(),
                job.note(),
                String.join("/", job.tags()),
                job.tags(),
                job.image(),
                job.arch(),
                Owner.of(job.owner()),
                job.newestAttempt().map(AttemptView::runner).orElse(null),
                Links.page(job.owner(), id),
                begun ? whole.of(Links.log(id, LogName.SETUP)) : null,
                job.tasks().stream()
                        .map(task -> Task.of(id, task, begun, whole))
                        .toList(),
                job.attempts().stream().map(attempt -> Attempt.of(id, attempt)).toList(),
                job.artifacts().stream()
                        .map(artifact -> Artifact.of(id, artifact, whole))
                        .toList(),
                job.checkpoint() == null ? null : Checkpoint.of(job.checkpoint()),
                job.standing() == null ? null : Standing.of(job.standing()),
                around.group(),
                around.deliveries(),
                around.waiting(),
                job.created(),
                job.updated(),
                warnings);
    }

    /**
     * What is known of a job beside itself.
     *
     * @param group null when it is in none, or in one that the caller may not see
     * @param waiting null when it does not wait
     */
    record Around(Long group, List<DeliveryJson> deliveries, WaitingJson waiting) {
        static final Around NONE = new Around(null, List.of(), null);
    }

    /**
     * Whose a job is.
     *
     * @param canonicalName with tilde
     * @param name without
     */
    record Owner(String canonicalName, String name) {
        static Owner of(String name) {
            return new Owner("~" + name, name);
        }
    }

    /**
     * A task; one that a restart kept ran in an earlier attempt.
     *
     * @param log whole address of its log; null before the job's first attempt
     * @param exitCode null until it ended
     * @param started null until it runs
     * @param ended null until it ended
     */
    record Task(String name, String status, String log, Integer exitCode, Instant started, Instant ended) {
        /** @param begun whether the job has an attempt */
        static Task of(JobId job, TaskView task, boolean begun, Whole whole) {
            return new Task(
                    task.name().value(),
                    task.status().word(),
                    begun ? whole.of(Links.log(job, LogName.of(task.name()))) : null,
                    task.exitCode() < 0 ? null : task.exitCode(),
                    task.started(),
                    task.ended());
        }
    }

    /**
     * An attempt at the job.
     *
     * @param started null until the runner has begun
     * @param ended null until the end was reported
     * @param outcome one sentence, empty until the end
     * @param restart null when nobody had to ask for it
     */
    record Attempt(
            int number,
            String runner,
            Instant dispatched,
            Instant started,
            Instant ended,
            String outcome,
            List<Phase> phases,
            List<Log> logs,
            RestartedFrom restart) {
        static Attempt of(JobId job, AttemptView attempt) {
            int number = attempt.ref().number();
            return new Attempt(
                    number,
                    attempt.runner(),
                    attempt.dispatched(),
                    attempt.started(),
                    attempt.ended(),
                    attempt.outcome(),
                    attempt.phases().stream().map(Phase::of).toList(),
                    attempt.logs().stream().map(log -> Log.of(job, number, log)).toList(),
                    attempt.restart() == null ? null : RestartedFrom.of(attempt.restart()));
        }
    }

    /**
     * What somebody asked for after the job had ended, or what went on by itself behind a killed runner.
     *
     * @param attempt number of the attempt whose guest it went on with; null for a restart from the start, as is the task
     * @param task the first that ran
     * @param editedScript whether that task ran another script than the manifest's
     * @param guest {@code checkpoint} or {@code standing}: in which state of that guest; null for a restart from the start
     * @param automatic whether nobody asked for it
     */
    record RestartedFrom(
            Integer attempt, String task, boolean editedScript, String guest, boolean automatic, Instant asked) {
        static RestartedFrom of(RestartView restart) {
            return restart.task() == null
                    ? new RestartedFrom(null, null, false, null, restart.automatic(), restart.asked())
                    : new RestartedFrom(
                            restart.attempt(),
                            restart.task().value(),
                            restart.editedScript(),
                            restart.standing() ? "standing" : "checkpoint",
                            restart.automatic(),
                            restart.asked());
        }
    }

    /** The guest of the job as it was before a task. */
    record Checkpoint(String task, String runner, Instant expires) {
        static Checkpoint of(CheckpointView checkpoint) {
            return new Checkpoint(checkpoint.task().value(), checkpoint.runner(), checkpoint.expires());
        }
    }

    /**
     * The guest of the newest attempt, which stands by.
     *
     * @param task which the job would go on with in it; null when there is none
     * @param command with which the owner logs in to it; null when nobody can
     */
    record Standing(int attempt, String runner, String task, Instant until, boolean visited, String command) {
        static Standing of(StandingView standing) {
            return new Standing(
                    standing.attempt(),
                    standing.runner(),
                    standing.task() == null ? null : standing.task().value(),
                    standing.until(),
                    standing.visited(),
                    standing.command().isEmpty() ? null : standing.command());
        }
    }

    /** A phase of an attempt, with its measured begin and end. */
    record Phase(String name, Instant began, Instant ended) {
        static Phase of(PhaseView phase) {
            return new Phase(phase.phase().name().toLowerCase(Locale.ROOT), phase.began(), phase.ended());
        }
    }

    /**
     * A log of an attempt.
     *
     * @param name {@code setup} or the task's
     * @param size bytes that the master has
     * @param complete whether the runner closed it and nothing is missing
     * @param missing bytes of the closed log that the master has not
     */
    record Log(String name, String url, long size, boolean complete, long missing) {
        static Log of(JobId job, int attempt, LogView log) {
            return new Log(
                    log.name().toString(),
                    Links.log(job, log.name(), attempt),
                    log.length(),
                    log.closed() && log.missing() == 0,
                    log.missing());
        }
    }

    /**
     * An artifact that was kept.
     *
     * @param created to the second, as the clients of the original read it
     * @param path as the manifest names it
     * @param name file name
     * @param size in bytes
     */
    record Artifact(long id, String created, String path, String name, String url, long size, String sha256) {
        private static final DateTimeFormatter CREATED =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

        static Artifact of(JobId job, ArtifactView artifact, Whole whole) {
            return new Artifact(
                    artifact.id(),
                    CREATED.format(artifact.created()),
                    artifact.path(),
                    artifact.name(),
                    whole.of(Links.artifact(job, artifact)),
                    artifact.size(),
                    artifact.sha256());
        }
    }
}
