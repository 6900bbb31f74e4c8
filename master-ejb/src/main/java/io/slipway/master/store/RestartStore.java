// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.master.store.CheckpointStore.CheckpointRow;
import io.slipway.message.Restart;
import io.slipway.task.TaskName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table {@code restart}: attempts that somebody asked for after the job had ended, and those that go on behind a killed runner. */
public final class RestartStore {
    private final Database database;

    public RestartStore(Database database) {
        this.database = database;
    }

    /** Puts a job that ended without success back into the queue; false when there is no such job. */
    public boolean reopen(JobId job, Instant now) {
        return database.change("""
                        update job set status = 'queued', waiting = true, cancel_requested = null, updated = ?
                        where id = ? and status in ('failed', 'timeout', 'cancelled')
                        """, now, job.value()) == 1;
    }

    /** The job's next attempt begins at the beginning. */
    public void fromStart(JobId job, Instant now) {
        insert(job, new Object[] {null, null, null, null, "", false}, false, now);
    }

    /**
     * The job's next attempt goes on in the guest of an earlier one, on the runner that has it.
     *
     * @param automatic whether nobody asked for it: then it counts as one more try of the same request
     */
    public void goOn(RunnerName runner, Restart restart, boolean automatic, Instant now) {
        AttemptRef from = restart.from();
        Object[] where = {
            runner.value(),
            from.number(),
            from.epoch(),
            restart.task().value(),
            restart.script(),
            restart.guest() == Restart.Kept.STANDING
        };
        insert(from.job(), where, automatic, now);
    }

    /**
     * The next attempt of a job that waits goes on at a checkpoint of the last one, unless somebody has asked for something else.
     *
     * @param script of its first task; empty for the manifest's
     * @return whether it does
     */
    public boolean offer(CheckpointRow checkpoint, String script, Instant now) {
        AttemptRef attempt = checkpoint.held().attempt();
        return database.change(
                        """
                        insert into restart (job_id, attempt, runner, from_number, from_epoch, task, script, automatic, asked)
                        select id, attempt + 1, ?, attempt, epoch, ?, ?, true, ?
                        from job where id = ? and waiting and attempt = ? and epoch = ?
                        for update skip locked
                        on conflict do nothing
                        """,
                        checkpoint.runner().value(),
                        checkpoint.held().task().value(),
                        script,
                        now,
                        attempt.job().value(),
                        attempt.number(),
                        attempt.epoch())
                == 1;
    }

    /**
     * Has waiting jobs begin anew that would go on where nobody is: an automatic restart waits for its runner no longer than a lease.
     *
     * @param since their runners were not heard since then, or were revoked
     * @return the jobs
     */
    public List<JobId> forgetAbsent(Instant since) {
        return database.rows("""
                with absent as (
                    select r.job_id, r.attempt
                    from restart r join job j on j.id = r.job_id join runner n on n.name = r.runner
                    where r.automatic and j.waiting and r.attempt = j.attempt + 1
                      and (n.heard <= ? or n.revoked is not null)
                    for update of j skip locked
                )
                delete from restart r using absent a where r.job_id = a.job_id and r.attempt = a.attempt
                returning r.job_id
                """, row -> new JobId(row.getLong(1)), since);
    }

    /** @param where values of runner, from_number, from_epoch, task, script, standing */
    private void insert(JobId job, Object[] where, boolean automatic, Instant asked) {
        List<Object> values = new ArrayList<>(Arrays.asList(where));
        values.addAll(List.of(automatic, asked, job.value()));
        database.change("""
                insert into restart
                    (job_id, attempt, runner, from_number, from_epoch, task, script, standing, automatic, asked)
                select id, attempt + 1, ?, ?, ?, ?, ?, ?, ?, ? from job where id = ?
                on conflict (job_id, attempt) do update
                set runner = excluded.runner, from_number = excluded.from_number, from_epoch = excluded.from_epoch,
                    task = excluded.task, script = excluded.script, standing = excluded.standing,
                    automatic = excluded.automatic, asked = excluded.asked
                """, values.toArray());
    }

    /** Whether a job waits to go on, or goes on, in a guest that a runner keeps of it. */
    public boolean goesOn(JobId job, RunnerName runner) {
        return database.first("""
                        select 1
                        from restart r
                        join job j on j.id = r.job_id
                        left join attempt a on a.job_id = r.job_id and a.number = r.attempt and a.ended is null
                        where r.job_id = ? and r.runner = ?
                          and (a.number is not null or (j.waiting and r.attempt = j.attempt + 1))
                        """, row -> true, job.value(), runner.value()).isPresent();
    }

    /** Restarts of a job, by the number of the attempt; those that no runner has yet are among them. */
    public List<RestartRow> of(JobId job) {
        return database.rows(
                """
                select attempt, job_id, from_number, from_epoch, task, script, standing, automatic, asked
                from restart where job_id = ? order by attempt
                """,
                row -> new RestartRow(
                        row.getInt("attempt"), read(row), row.getBoolean("automatic"), Database.instant(row, "asked")),
                job.value());
    }

    /** From columns {@code job_id, from_number, from_epoch, task, script, standing}; null when there is none, or it is from the start. */
    static Restart read(ResultSet row) throws SQLException {
        String task = row.getString("task");
        return task == null
                ? null
                : new Restart(
                        new AttemptRef(
                                new JobId(row.getLong("job_id")), row.getInt("from_number"), row.getLong("from_epoch")),
                        new TaskName(task),
                        row.getString("script"),
                        row.getBoolean("standing") ? Restart.Kept.STANDING : Restart.Kept.CHECKPOINT);
    }

    /**
     * A restart.
     *
     * @param attempt number of the attempt that it made
     * @param restart null for a restart from the start
     * @param automatic whether nobody asked for it
     */
    public record RestartRow(int attempt, Restart restart, boolean automatic, Instant asked) {}
}
