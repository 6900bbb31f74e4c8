// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code log}: what is known about the log files. */
public final class LogStore {
    private static final String COLUMNS =
            "l.number, l.name, l.length, l.closed, coalesce(l.expected, 0) as expected, l.sha256, l.intact";

    private final Database database;

    public LogStore(Database database) {
        this.database = database;
    }

    /** Stores how long logs are by now; a log never gets shorter. */
    public void grow(Collection<LogRow> logs) {
        database.changeEach(
                """
                insert into log (job_id, number, name, length) values (?, ?, ?, ?)
                on conflict (job_id, number, name) do update set length = greatest(log.length, excluded.length)
                """,
                logs.stream()
                        .map(log -> new Object[] {
                            log.job().value(), log.number(), log.name().value(), log.length()
                        })
                        .toList());
    }

    /** Stores that logs are closed, and whether the master's bytes are the runner's. */
    public void close(Collection<LogRow> logs) {
        database.changeEach(
                """
                insert into log (job_id, number, name, length, closed, expected, sha256, intact)
                values (?, ?, ?, ?, true, ?, ?, ?)
                on conflict (job_id, number, name) do update
                set length = greatest(log.length, excluded.length), closed = true,
                    expected = excluded.expected, sha256 = excluded.sha256, intact = excluded.intact
                """,
                logs.stream()
                        .map(log -> new Object[] {
                            log.job().value(),
                            log.number(),
                            log.name().value(),
                            log.length(),
                            log.expected(),
                            log.sha256(),
                            log.intact()
                        })
                        .toList());
    }

    /** Stores that the bytes of a log that is not whole will not come any more, nor its end, if that is missing. */
    public void giveUp(JobId job, int number, LogName name) {
        database.change(
                "update log set intact = false where job_id = ? and number = ? and name = ? and intact is null",
                job.value(),
                number,
                name.value());
    }

    /** The logs of all attempts at a job: the setup log of each first, the others by the position of their task. */
    public List<LogRow> of(JobId job) {
        return database.rows("select " + COLUMNS + """
                         from log l left join task t on t.job_id = l.job_id and t.name = l.name
                        where l.job_id = ?
                        order by l.number, t.position nulls first
                        """, row -> row(job, row), job.value());
    }

    public Optional<LogRow> find(JobId job, int number, LogName name) {
        return database.first(
                "select " + COLUMNS + " from log l where l.job_id = ? and l.number = ? and l.name = ?",
                row -> row(job, row),
                job.value(),
                number,
                name.value());
    }

    /**
     * Logs of attempts that have ended, of which it is not known that they are whole, nor that they never will be.
     *
     * @param since their attempts ended after that
     * @param until and before that
     * @param heard their runners were heard since then
     * @param limit no log of the master's is longer, in bytes
     */
    public List<IncompleteLog> incomplete(Instant since, Instant until, Instant heard, long limit, int most) {
        return database.rows(
                """
                select l.job_id, l.number, a.epoch, a.runner, l.name, l.length
                from log l
                join attempt a on a.job_id = l.job_id and a.number = l.number
                join job j on j.id = a.job_id
                join runner r on r.name = a.runner
                where l.intact is null and (not l.closed or l.length < ?)
                  and a.ended > ? and a.ended < ? and r.heard > ?
                  and (a.epoch = j.epoch or exists (
                      select 1 from restart g where g.job_id = a.job_id and g.from_epoch = a.epoch))
                order by a.ended desc
                limit ?
                """,
                row -> new IncompleteLog(
                        new RunnerName(row.getString("runner")),
                        new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("number"), row.getLong("epoch")),
                        new LogName(row.getString("name")),
                        row.getLong("length")),
                limit,
                since,
                until,
                heard,
                most);
    }

    /** A log that is not whole, and who has it all. */
    public record IncompleteLog(RunnerName runner, AttemptRef attempt, LogName name, long length) {}

    private static LogRow row(JobId job, ResultSet row) throws SQLException {
        return new LogRow(
                job,
                row.getInt("number"),
                new LogName(row.getString("name")),
                row.getLong("length"),
                row.getBoolean("closed"),
                row.getLong("expected"),
                row.getString("sha256"),
                row.getObject("intact", Boolean.class));
    }

    /**
     * A log as it is stored.
     *
     * @param number of the attempt
     * @param length bytes that the master has
     * @param expected bytes that the runner wrote; 0 until closed
     * @param sha256 of what the runner wrote; null until closed
     * @param intact whether the master's bytes are the runner's; null until closed and complete, or given up
     */
    public record LogRow(
            JobId job,
            int number,
            LogName name,
            long length,
            boolean closed,
            long expected,
            String sha256,
            Boolean intact) {

        /** Bytes that the closed log should have and the master has not. */
        public long missing() {
            return closed ? Math.max(0, expected - length) : 0;
        }
    }
}
