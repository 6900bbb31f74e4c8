// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.task.TaskName;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The table {@code job}. Every move names the statuses it may start from; of two writers, one finds no row to move. */
public final class JobStore {
    private static final String INSERT = """
            with stored as (
                insert into job (id, owner_id, status, visibility, note, tags, image, arch, manifest, priority,
                                 created, updated, waiting)
                values (nextval('job_id'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning id
            ), tasks as (
                insert into task (job_id, position, name, status)
                select s.id, t.number - 1, t.name, 'pending'
                from stored s cross join unnest(?) with ordinality as t (name, number)
            )
            select id from stored
            """;

    private final Database database;

    public JobStore(Database database) {
        this.database = database;
    }

    /** Stores a job with its tasks, all pending, in one round trip. */
    public JobId insert(NewJob job, Instant now) {
        return database.first(
                        INSERT,
                        row -> new JobId(row.getLong("id")),
                        job.owner(),
                        job.status().word(),
                        job.visibility().word(),
                        job.note(),
                        String.join("/", job.tags()),
                        job.image().value(),
                        job.arch().value(),
                        job.manifest(),
                        job.priority(),
                        now,
                        now,
                        job.queued(),
                        job.tasks().stream().map(TaskName::value).toArray(String[]::new))
                .orElseThrow();
    }

    public Optional<JobRow> find(JobId job) {
        return read("Job.find")
                .setParameter("id", job.value())
                .getResultStream()
                .findFirst();
    }

    /** The text of the manifest of a job that exists. */
    public String manifest(JobId job) {
        return database.entities()
                .createNamedQuery("Job.manifest", String.class)
                .setParameter("id", job.value())
                .getSingleResult();
    }

    /**
     * Newest first.
     *
     * @param owner id of the user; 0 for everybody's jobs
     * @param start the greatest id to list
     */
    public List<JobRow> list(long owner, long start, int most) {
        return read("Job.list")
                .setParameter("owner", owner)
                .setParameter("start", start)
                .setMaxResults(most)
                .getResultList();
    }

    /** @param owner id of the user; 0 for everybody's jobs */
    public long count(long owner) {
        return database.entities()
                .createNamedQuery("Job.count", Long.class)
                .setParameter("owner", owner)
                .getSingleResult();
    }

    /** Queues a pending job. */
    public void queue(JobId job, Instant now) {
        int moved = database.change(
                "update job set status = 'queued', waiting = true, updated = ? where id = ? and status = 'pending'",
                now,
                job.value());
        if (moved == 0) {
            throw new IllegalMoveException(job, status(job), JobStatus.QUEUED);
        }
    }

    /** Says who may see a job that exists. When it was changed is when its status was, and stays. */
    public void show(JobId job, Visibility visibility) {
        database.change("update job set visibility = ? where id = ?", visibility.word(), job.value());
    }

    /** Ends a job that no runner has; false when a runner has it or it has ended. */
    public boolean cancelIdle(JobId job, Instant now) {
        return database.change("""
                        update job set status = 'cancelled', waiting = false, updated = ?
                        where id = ? and (status = 'pending' or waiting)
                        """, now, job.value()) == 1;
    }

    /** Notes that a job which a runner has is to be cancelled; false when no runner has it. Noting it twice keeps the first. */
    public boolean requestCancel(JobId job, Instant now) {
        return database.change("""
                        update job set cancel_requested = coalesce(cancel_requested, ?), updated = ?
                        where id = ? and status in ('queued', 'running') and not waiting
                        """, now, now, job.value()) == 1;
    }

    /** The jobs of a user that a runner has, or whose guests stand by at one; keeps everybody else from moving them until the transaction ends. */
    public List<JobId> lockOnRunners(long owner) {
        return database.rows("""
                select id from job where id in (
                    select id from job where owner_id = ? and status in ('queued', 'running') and not waiting
                    union
                    select s.job_id from standby s join job j on j.id = s.job_id where j.owner_id = ?)
                order by id for no key update
                """, row -> new JobId(row.getLong("id")), owner, owner);
    }

    /** Moves handed-over jobs to {@code running}; those that run already stay as they are. */
    public void run(Collection<JobId> jobs, Instant now) {
        database.change("""
                update job set status = 'running', updated = ?
                where id = any (?) and status = 'queued' and not waiting
                """, now, ids(jobs));
    }

    /** Puts jobs that a runner had back into the queue. */
    public void queueAgain(Collection<JobId> jobs, Instant now) {
        database.change("""
                update job set status = 'queued', waiting = true, updated = ?
                where id = any (?) and status in ('queued', 'running') and not waiting
                """, now, ids(jobs));
    }

    /**
     * Gives jobs their terminal status, each from a status that it may follow. Used by {@code SettleJob} alone.
     *
     * @return those that have it since now
     */
    public List<JobId> end(Map<JobId, JobStatus> ends, Instant now) {
        List<JobId> jobs = List.copyOf(ends.keySet());
        List<Object[]> each = jobs.stream()
                .map(job -> new Object[] {ends.get(job).word(), now, job.value(), prior(ends.get(job))})
                .toList();
        int[] moved = database.changeEach(
                "update job set status = ?, waiting = false, updated = ? where id = ? and status = any (?)", each);
        return IntStream.range(0, moved.length)
                .filter(n -> moved[n] == 1)
                .mapToObj(jobs::get)
                .toList();
    }

    private JobStatus status(JobId job) {
        return database.first("select status from job where id = ?", row -> row.getString("status"), job.value())
                .map(JobStatus::ofWord)
                .orElseThrow(() -> new IllegalStateException("job %s is not stored".formatted(job)));
    }

    private TypedQuery<JobRow> read(String query) {
        return database.entities().createNamedQuery(query, JobRow.class);
    }

    private static String[] prior(JobStatus status) {
        return JobStatus.before(status).stream().map(JobStatus::word).toArray(String[]::new);
    }

    static Long[] ids(Collection<JobId> jobs) {
        return jobs.stream().map(JobId::value).sorted().toArray(Long[]::new);
    }
}
