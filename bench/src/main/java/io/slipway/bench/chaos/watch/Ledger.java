// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.watch;

import io.slipway.bench.chaos.check.Facts;
import io.slipway.bench.chaos.check.Facts.AttemptFacts;
import io.slipway.bench.chaos.check.Facts.LogFacts;
import io.slipway.bench.chaos.check.Facts.LogKey;
import io.slipway.bench.chaos.check.Facts.Move;
import io.slipway.bench.chaos.check.Facts.TaskFacts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The database past the master: what it says of jobs, and a history of every write of a job's status that a trigger keeps, so that a
 * second end is seen whoever writes it. Each call has a connection of its own, since the server may have been killed in between.
 */
public final class Ledger {
    private static final String[] HISTORY = {"drop schema if exists chaos cascade", "create schema chaos", """
        create table chaos.history (
            id bigint generated always as identity primary key, at timestamptz not null default clock_timestamp(),
            job_id bigint not null, status text not null, waiting boolean not null, attempt integer not null, epoch bigint not null)
        """, """
        create function chaos.note() returns trigger language plpgsql as $$
        begin
            insert into chaos.history (job_id, status, waiting, attempt, epoch)
            values (new.id, new.status, new.waiting, new.attempt, new.epoch);
            return null;
        end
        $$
        """, """
        create trigger chaos_note after insert or update of status, waiting, attempt, epoch on public.job
        for each row execute function chaos.note()
        """
    };

    private final String address;
    private final String password;

    /** @param port of the server itself */
    public Ledger(int port, String password) {
        this.address = "jdbc:postgresql://127.0.0.1:%d/slipway?connectTimeout=5&socketTimeout=20".formatted(port);
        this.password = password;
    }

    /** Has the history kept from now on. */
    public void install() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String line : HISTORY) {
                statement.execute(line);
            }
        }
    }

    /** Jobs by a note of theirs, by id. */
    public List<Long> noted(String note) throws SQLException {
        return rows("select id from job where note = ? order by id", row -> row.getLong(1), note);
    }

    /** Everything about a job. */
    public Facts facts(long job) throws SQLException {
        String status = rows("select status from job where id = ?", row -> row.getString(1), job).stream()
                .findFirst()
                .orElse("pending");
        return new Facts(job, status, attempts(job), tasks(job), logs(job), moves(job));
    }

    private List<AttemptFacts> attempts(long job) throws SQLException {
        return rows(
                """
                select number, epoch, runner, ended is not null as ended, sentence from attempt where job_id = ? order by number
                """,
                row -> new AttemptFacts(
                        row.getInt("number"),
                        row.getLong("epoch"),
                        row.getString("runner"),
                        row.getBoolean("ended"),
                        row.getString("sentence")),
                job);
    }

    private List<TaskFacts> tasks(long job) throws SQLException {
        return rows(
                "select name, status, coalesce(attempt, 0) as attempt, exit_code from task where job_id = ? order by position",
                row -> new TaskFacts(
                        row.getString("name"), row.getString("status"), row.getInt("attempt"), row.getInt("exit_code")),
                job);
    }

    private List<LogFacts> logs(long job) throws SQLException {
        return rows(
                """
                select number, name, length, closed, coalesce(expected, 0) as expected, coalesce(sha256, '') as sha256,
                       coalesce(intact, false) as intact
                from log where job_id = ? order by number, name
                """,
                row -> new LogFacts(
                        new LogKey(row.getInt("number"), row.getString("name")),
                        row.getLong("length"),
                        row.getBoolean("closed"),
                        row.getLong("expected"),
                        row.getString("sha256"),
                        row.getBoolean("intact")),
                job);
    }

    private List<Move> moves(long job) throws SQLException {
        return rows(
                """
                select to_char(at at time zone 'UTC', 'HH24:MI:SS.MS') as at, status, waiting, attempt, epoch
                from chaos.history where job_id = ? order by id
                """,
                row -> new Move(
                        row.getString("at"),
                        row.getString("status"),
                        row.getBoolean("waiting"),
                        row.getInt("attempt"),
                        row.getLong("epoch")),
                job);
    }

    /** Attempts that have not ended, of one job or, for 0, of all; described. */
    public List<String> liveAttempts(long job) throws SQLException {
        return rows(
                """
                select a.job_id, a.number, a.runner, a.lease_expires, j.status
                from attempt a join job j on j.id = a.job_id where a.ended is null and ? in (0, a.job_id)
                """,
                row -> "attempt %d at job %d, which is `%s`, is live on `%s` with a lease until %s"
                        .formatted(
                                row.getInt("number"),
                                row.getLong("job_id"),
                                row.getString("status"),
                                row.getString("runner"),
                                row.getString("lease_expires")),
                job);
    }

    /** Deliveries that were not made, described. */
    public List<String> undelivered() throws SQLException {
        return rows(
                "select uuid, job_id, state, tries, answer from delivery where state <> 'sent' order by place",
                row -> "delivery %s of job %d is %s after %d tries: %s"
                        .formatted(
                                row.getString("uuid"),
                                row.getLong("job_id"),
                                row.getString("state"),
                                row.getInt("tries"),
                                row.getString("answer")));
    }

    /** Runners that were heard within the last so many seconds and take jobs. */
    public List<String> presentRunners(int seconds) throws SQLException {
        return rows(
                "select name from runner where slots > 0 and heard > now() - make_interval(secs => ?)",
                row -> row.getString(1),
                seconds);
    }

    /**
     * What there was of attempts.
     *
     * @param attempts all of them
     * @param wentOn those that went on by themselves at a checkpoint, because their runner had been killed
     * @param restarted those that somebody asked for, at a checkpoint
     */
    public record Counts(long attempts, long wentOn, long restarted) {}

    public Counts counts() throws SQLException {
        return rows("""
                select count(*) as attempts, count(*) filter (where r.task is not null and r.automatic) as went_on,
                       count(*) filter (where r.task is not null and not r.automatic) as restarted
                from attempt a left join restart r on r.job_id = a.job_id and r.attempt = a.number
                """, row -> new Counts(row.getLong("attempts"), row.getLong("went_on"), row.getLong("restarted")))
                .get(0);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address, "slipway", password);
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String query, Reader<T> reader, Object... values) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int n = 0; n < values.length; n++) {
                statement.setObject(n + 1, values[n]);
            }
            List<T> read = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
            }
            return read;
        }
    }
}
