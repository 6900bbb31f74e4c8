// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table {@code job} and those below it, read for many jobs at a time: one statement each, however many. */
public final class ManyJobsStore {
    private final Database database;

    public ManyJobsStore(Database database) {
        this.database = database;
    }

    /** Those of the jobs that are stored, in no order. */
    public List<JobRow> find(Collection<JobId> jobs) {
        return jobs.isEmpty()
                ? List.of()
                : database.entities()
                        .createNamedQuery("Job.ofIds", JobRow.class)
                        .setParameter("ids", List.of(JobStore.ids(jobs)))
                        .getResultList();
    }

    /**
     * The public jobs of a user, newest first.
     *
     * @param start the greatest id to list
     */
    public List<JobRow> publicOf(long owner, long start, int most) {
        return database.entities()
                .createNamedQuery("Job.publicOf", JobRow.class)
                .setParameter("owner", owner)
                .setParameter("visibility", Visibility.PUBLIC)
                .setParameter("start", start)
                .setMaxResults(most)
                .getResultList();
    }

    public Map<JobId, String> manifests(Collection<JobId> jobs) {
        Map<JobId, String> manifests = new HashMap<>();
        database.rows(
                "select id, manifest from job where id = any (?)",
                row -> manifests.put(new JobId(row.getLong("id")), row.getString("manifest")),
                (Object) JobStore.ids(jobs));
        return manifests;
    }

    /** The tasks of each job, in order. */
    public Map<JobId, List<NumberedTask>> tasks(Collection<JobId> jobs) {
        Map<JobId, List<NumberedTask>> tasks = new LinkedHashMap<>();
        database.rows(
                """
                select id, job_id, name, status, started, ended, attempt from task
                where job_id = any (?)
                order by job_id, position
                """,
                row -> tasks.computeIfAbsent(new JobId(row.getLong("job_id")), job -> new ArrayList<>())
                        .add(task(row)),
                (Object) JobStore.ids(jobs));
        return tasks;
    }

    /** The artifacts of each job's newest attempt, in the manifest's order. */
    public Map<JobId, List<ArtifactRow>> artifacts(Collection<JobId> jobs) {
        Map<JobId, List<ArtifactRow>> artifacts = new LinkedHashMap<>();
        database.rows(
                """
                select a.id, a.job_id, a.number, a.position, a.path, a.name, a.size, a.sha256, a.created, a.object, a.removed
                from job j join artifact a on a.job_id = j.id and a.number = j.attempt
                where j.id = any (?)
                order by a.job_id, a.position, a.name
                """,
                row -> artifacts
                        .computeIfAbsent(new JobId(row.getLong("job_id")), job -> new ArrayList<>())
                        .add(ArtifactStore.row(row)),
                (Object) JobStore.ids(jobs));
        return artifacts;
    }

    private static NumberedTask task(ResultSet row) throws SQLException {
        return new NumberedTask(
                row.getLong("id"),
                new TaskName(row.getString("name")),
                TaskStatus.ofWord(row.getString("status")),
                Database.instant(row, "started"),
                Database.instant(row, "ended"),
                row.getInt("attempt"));
    }

    /**
     * A task with a number of its own.
     *
     * @param started null until it runs
     * @param ended null until it ended
     * @param attempt number of the attempt that ran it last; 0 until it runs
     */
    public record NumberedTask(
            long id, TaskName name, TaskStatus status, Instant started, Instant ended, int attempt) {}
}
