// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.master.store.CheckpointStore.CheckpointRow;
import io.slipway.message.Restart;
import io.slipway.task.TaskName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The table {@code restart}: attempts that somebody asked for after the job had ended. */
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
        insert(job, null, null, null, null, "", now);
    }

    /** The job's next attempt goes on at a checkpoint, on the runner that keeps it. */
    public void fromCheckpoint(CheckpointRow checkpoint, String script, Instant now) {
        AttemptRef attempt = checkpoint.held().attempt();
        insert(
                attempt.job(),
                checkpoint.runner().value(),
                attempt.number(),
                attempt.epoch(),
                checkpoint.held().task().value(),
                script,
                now);
    }

    private void insert(
            JobId job, String runner, Integer number, Long epoch, String task, String script, Instant asked) {
        database.change("""
                insert into restart (job_id, attempt, runner, from_number, from_epoch, task, script, asked)
                select id, attempt + 1, ?, ?, ?, ?, ?, ? from job where id = ?
                on conflict (job_id, attempt) do update
                set runner = excluded.runner, from_number = excluded.from_number, from_epoch = excluded.from_epoch,
                    task = excluded.task, script = excluded.script, asked = excluded.asked
                """, runner, number, epoch, task, script, asked, job.value());
    }

    /** Restarts of a job, by the number of the attempt; those that no runner has yet are among them. */
    public List<RestartRow> of(JobId job) {
        return database.rows(
                "select attempt, job_id, from_number, from_epoch, task, script, asked from restart where job_id = ? order by attempt",
                row -> new RestartRow(row.getInt("attempt"), read(row), Database.instant(row, "asked")),
                job.value());
    }

    /** From columns {@code job_id, from_number, from_epoch, task, script}; null when there is none, or it is from the start. */
    static Restart read(ResultSet row) throws SQLException {
        String task = row.getString("task");
        return task == null
                ? null
                : new Restart(
                        new AttemptRef(
                                new JobId(row.getLong("job_id")), row.getInt("from_number"), row.getLong("from_epoch")),
                        new TaskName(task),
                        row.getString("script"));
    }

    /**
     * A restart.
     *
     * @param attempt number of the attempt that it made
     * @param restart null for a restart from the start
     */
    public record RestartRow(int attempt, Restart restart, Instant asked) {}
}
