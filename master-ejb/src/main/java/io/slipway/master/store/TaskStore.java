// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import io.slipway.master.store.entity.TaskEntity;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The table {@code task}: where the tasks of a job's newest attempt stand. */
public final class TaskStore {
    private final Database database;

    public TaskStore(Database database) {
        this.database = database;
    }

    /** The tasks of each job, in order. */
    public Map<JobId, List<TaskRow>> of(Collection<JobId> jobs) {
        if (jobs.isEmpty()) {
            return Map.of();
        }
        return database.entities()
                .createNamedQuery("Task.ofJobs", TaskEntity.class)
                .setParameter("jobs", List.of(JobStore.ids(jobs)))
                .getResultStream()
                .collect(Collectors.groupingBy(
                        task -> new JobId(task.jobId()), Collectors.mapping(TaskStore::row, Collectors.toList())));
    }

    /** Moves tasks, each from a status that it may follow; a move that was made before changes nothing. */
    public void move(List<TaskMove> moves) {
        List<Object[]> each = moves.stream()
                .map(move -> new Object[] {
                    move.status().word(),
                    move.status() == TaskStatus.RUNNING ? move.at() : null,
                    move.status().isTerminal() ? move.at() : null,
                    move.exitCode(),
                    move.attempt(),
                    move.job().value(),
                    move.task().value(),
                    prior(move.status())
                })
                .toList();
        database.changeEach("""
                update task
                set status = ?, started = coalesce(?::timestamptz, started), ended = ?::timestamptz, exit_code = ?, attempt = ?
                where job_id = ? and name = ? and status = any (?)
                """, each);
    }

    /** Makes every task of the jobs pending again, for another attempt. */
    public void reset(Collection<JobId> jobs) {
        database.change("""
                update task set status = 'pending', started = null, ended = null, exit_code = -1, attempt = null
                where job_id = any (?) and status <> 'pending'
                """, (Object) JobStore.ids(jobs));
    }

    /** Makes the tasks pending that have not succeeded; the others keep what they are until an attempt begins anew. */
    public void stop(Collection<JobId> jobs) {
        database.change("""
                update task set status = 'pending', started = null, ended = null, exit_code = -1, attempt = null
                where job_id = any (?) and status in ('running', 'failed')
                """, (Object) JobStore.ids(jobs));
    }

    /**
     * Goes on at a task of a job: makes it and those behind it pending again. Those before it have succeeded, since the guest was kept after
     * them, also when nobody has told so any more.
     *
     * @param attempt that ran those of which nothing was told
     */
    public void goOnAt(JobId job, TaskName first, int attempt) {
        database.change("""
                update task set status = 'success', exit_code = 0, attempt = coalesce(attempt, ?)
                where job_id = ? and status in ('pending', 'running', 'failed')
                  and position < (select f.position from task f where f.job_id = ? and f.name = ?)
                """, attempt, job.value(), job.value(), first.value());
        database.change("""
                update task set status = 'pending', started = null, ended = null, exit_code = -1, attempt = null
                where job_id = ? and position >= (select f.position from task f where f.job_id = ? and f.name = ?)
                """, job.value(), job.value(), first.value());
    }

    /** Fails the tasks of ended jobs that were running at the end. */
    public void cutOff(Collection<JobId> jobs, Instant now) {
        database.change(
                "update task set status = 'failed', ended = ? where job_id = any (?) and status = 'running'",
                now,
                JobStore.ids(jobs));
    }

    /**
     * From where a task may come: one move back, or two when both ends of it were told at once, because Redis may have been
     * emptied of the first.
     */
    private static String[] prior(TaskStatus status) {
        Set<TaskStatus> prior = EnumSet.noneOf(TaskStatus.class);
        for (TaskStatus before : TaskStatus.values()) {
            if (before.canBecome(status) || before.next().stream().anyMatch(middle -> middle.canBecome(status))) {
                prior.add(before);
            }
        }
        return prior.stream().map(TaskStatus::word).toArray(String[]::new);
    }

    private static TaskRow row(TaskEntity task) {
        return new TaskRow(
                new TaskName(task.name()),
                task.status(),
                task.started(),
                task.ended(),
                task.exitCode(),
                task.attempt());
    }

    /**
     * A task as it is stored.
     *
     * @param started null until it runs
     * @param ended null until it ended
     * @param exitCode -1 until it ended
     * @param attempt number of the attempt that ran it last; null until it runs
     */
    public record TaskRow(
            TaskName name, TaskStatus status, Instant started, Instant ended, int exitCode, Integer attempt) {}

    /** A task that is to move. */
    public record TaskMove(JobId job, int attempt, TaskName task, TaskStatus status, int exitCode, Instant at) {}
}
