// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code attempt}: hand-overs of jobs to runners, and the leases under which runners hold them. */
public final class AttemptStore {
    private static final String COLUMNS = """
            a.job_id, a.number, a.epoch, a.runner, a.dispatched, a.lease_expires, a.overdue, a.started, a.ended, a.sentence,
            a.epoch = j.epoch as newest,
            exists (select 1 from restart g where g.job_id = a.job_id and g.from_epoch = a.epoch) as gone_on_from, j.cancel_requested is not null as cancelled,
            (select n.revoked is not null from runner n where n.name = a.runner) as revoked,
            a.number - coalesce((select max(r.attempt) - 1 from restart r where r.job_id = a.job_id and r.attempt <= a.number
                and not r.automatic), 0) as tries
            """;

    private final Database database;

    public AttemptStore(Database database) {
        this.database = database;
    }

    /** @param overdue when the master ends them by itself, as long as their runners have not begun */
    public void insert(List<NewAttempt> attempts, Instant now, Instant leaseExpires, Instant overdue) {
        List<Object[]> each = attempts.stream()
                .map(attempt -> new Object[] {
                    attempt.ref().job().value(),
                    attempt.ref().number(),
                    attempt.runner().value(),
                    attempt.ref().epoch(),
                    now,
                    leaseExpires,
                    overdue,
                    attempt.uploadToken(),
                    attempt.uploadTokenHash()
                })
                .toList();
        database.changeEach("""
                insert into attempt
                    (job_id, number, runner, epoch, dispatched, lease_expires, overdue, upload_token, upload_token_hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, each);
    }

    /** All attempts at a job, oldest first. */
    public List<AttemptRow> of(JobId job) {
        return database.rows(
                "select " + COLUMNS + " from attempt a join job j on j.id = a.job_id where j.id = ? order by a.number",
                AttemptStore::row,
                job.value());
    }

    /**
     * Reads attempts and keeps everybody else from moving them and their jobs until the transaction ends; unknown ones are left out.
     *
     * @param attempts job and number count, the epoch does not
     */
    public List<AttemptRow> lock(Collection<AttemptRef> attempts) {
        if (attempts.isEmpty()) {
            return List.of();
        }
        return database.rows(
                "select " + COLUMNS + """
                        from job j join attempt a on a.job_id = j.id
                        where (a.job_id, a.number) in (select * from unnest(?, ?))
                        order by j.id
                        for update of j, a
                        """,
                AttemptStore::row,
                attempts.stream().map(ref -> ref.job().value()).toArray(Long[]::new),
                attempts.stream().map(AttemptRef::number).toArray(Integer[]::new));
    }

    /** The live attempt at a job. */
    public Optional<AttemptRow> live(JobId job) {
        return database.first(
                "select " + COLUMNS
                        + " from attempt a join job j on j.id = a.job_id where j.id = ? and a.ended is null",
                AttemptStore::row,
                job.value());
    }

    /** The live attempts of a runner. */
    public List<AttemptRef> live(RunnerName runner) {
        return database.rows(
                "select job_id, number, epoch from attempt where runner = ? and ended is null order by job_id",
                AttemptStore::ref,
                runner.value());
    }

    /** Those of {@code claimed} that the runner was given, whatever became of them. */
    static Set<AttemptRef> given(Database database, RunnerName runner, Collection<AttemptRef> claimed) {
        return Set.copyOf(database.rows(
                """
                select job_id, number, epoch from attempt
                where runner = ? and (job_id, number, epoch) in (select * from unnest(?, ?, ?))
                """,
                AttemptStore::ref,
                runner.value(),
                claimed.stream().map(ref -> ref.job().value()).toArray(Long[]::new),
                claimed.stream().map(AttemptRef::number).toArray(Integer[]::new),
                claimed.stream().map(AttemptRef::epoch).toArray(Long[]::new)));
    }

    /** Whose an upload token is, or was. */
    public Optional<AttemptRow> holder(String uploadTokenHash) {
        return database.first(
                "select " + COLUMNS + " from attempt a join job j on j.id = a.job_id where a.upload_token_hash = ?",
                AttemptStore::row,
                uploadTokenHash);
    }

    /** The SHA-256 of the upload token of the live attempt at a job. */
    public Optional<String> uploadTokenHash(JobId job) {
        return database.first(
                "select upload_token_hash from attempt where job_id = ? and ended is null",
                row -> row.getString(1),
                job.value());
    }

    /**
     * Notes that runners have begun, and forgets the tokens that were kept to send the orders again. Their time limits count from
     * now on.
     */
    public void start(Map<AttemptRef, Instant> begun, Instant now) {
        database.changeEach(
                """
                update attempt set started = ?, overdue = overdue + (? - dispatched), upload_token = null
                where job_id = ? and number = ? and epoch = ? and started is null and ended is null
                """,
                begun.entrySet().stream()
                        .map(start -> new Object[] {
                            start.getValue(),
                            now,
                            start.getKey().job().value(),
                            start.getKey().number(),
                            start.getKey().epoch()
                        })
                        .toList());
    }

    /**
     * Renews leases.
     *
     * @return those of {@code held} that are live, of that runner and of that epoch
     */
    public List<AttemptRow> renew(RunnerName runner, Collection<AttemptRef> held, Instant leaseExpires) {
        if (held.isEmpty()) {
            return List.of();
        }
        return database.rows(
                """
                update attempt a set lease_expires = ?, missed = 0
                from job j
                where j.id = a.job_id and a.runner = ? and a.ended is null
                  and (a.job_id, a.epoch) in (select * from unnest(?, ?))
                returning
                """ + COLUMNS,
                AttemptStore::row,
                leaseExpires,
                runner.value(),
                held.stream().map(ref -> ref.job().value()).toArray(Long[]::new),
                held.stream().map(AttemptRef::epoch).toArray(Long[]::new));
    }

    /** Counts a heartbeat for every live attempt of the runner that has not begun and that the runner does not hold. */
    public List<MissedOrder> miss(RunnerName runner, Collection<AttemptRef> held) {
        return database.rows(
                """
                update attempt a set missed = missed + 1
                from job j
                join "user" u on u.id = j.owner_id
                left join restart r on r.job_id = j.id and r.attempt = j.attempt
                where j.id = a.job_id and j.cancel_requested is null
                  and a.runner = ? and a.ended is null and a.started is null and not a.job_id = any (?)
                returning a.job_id, a.number, a.epoch, a.missed, a.upload_token, j.manifest, u.name as owner,
                          r.from_number, r.from_epoch, r.task, r.script, r.standing
                """,
                row -> new MissedOrder(
                        new JobQueue.TakenJob(
                                ref(row), row.getString("owner"), row.getString("manifest"), RestartStore.read(row)),
                        row.getString("upload_token"),
                        row.getInt("missed")),
                runner.value(),
                JobStore.ids(held.stream().map(AttemptRef::job).toList()));
    }

    /** Gives the runner the full lease from now on, for an order that is sent again. */
    public void extend(AttemptRef attempt, Instant leaseExpires) {
        database.change(
                "update attempt set lease_expires = ? where job_id = ? and number = ? and ended is null",
                leaseExpires,
                attempt.job().value(),
                attempt.number());
    }

    /** Live attempts whose lease ended, or that were overdue, before {@code now}; by job id, those after {@code after}. */
    public List<AttemptRef> expired(Instant now, long after, int most) {
        return database.rows("""
                select job_id, number, epoch from attempt
                where ended is null and (lease_expires < ? or overdue < ?) and job_id > ?
                order by job_id
                limit ?
                """, AttemptStore::ref, now, now, after, most);
    }

    /**
     * Ends attempts.
     *
     * @return those that were live until now
     */
    public List<AttemptRef> end(List<AttemptEnd> ends) {
        int[] moved = database.changeEach(
                """
                update attempt set ended = ?, outcome = ?, sentence = ?, upload_token = null
                where job_id = ? and number = ? and epoch = ? and ended is null
                """,
                ends.stream()
                        .map(end -> new Object[] {
                            end.at(),
                            end.outcome().status().word(),
                            end.outcome().sentence(),
                            end.ref().job().value(),
                            end.ref().number(),
                            end.ref().epoch()
                        })
                        .toList());
        List<AttemptRef> ended = new ArrayList<>();
        for (int i = 0; i < moved.length; i++) {
            if (moved[i] == 1) {
                ended.add(ends.get(i).ref());
            }
        }
        return ended;
    }

    private static AttemptRef ref(ResultSet row) throws SQLException {
        return new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("number"), row.getLong("epoch"));
    }

    private static AttemptRow row(ResultSet row) throws SQLException {
        return new AttemptRow(
                ref(row),
                new RunnerName(row.getString("runner")),
                Database.instant(row, "dispatched"),
                Database.instant(row, "lease_expires"),
                Database.instant(row, "overdue"),
                Database.instant(row, "started"),
                Database.instant(row, "ended"),
                row.getString("sentence"),
                row.getBoolean("newest"),
                row.getBoolean("gone_on_from"),
                row.getBoolean("cancelled"),
                row.getBoolean("revoked"),
                row.getInt("tries"));
    }

    /** An attempt that is to be stored. */
    public record NewAttempt(AttemptRef ref, RunnerName runner, String uploadToken, String uploadTokenHash) {}

    /** An attempt that is to end. */
    public record AttemptEnd(AttemptRef ref, Outcome outcome, Instant at) {}

    /**
     * An order that its runner does not know of.
     *
     * @param missed how many heartbeats came without it
     */
    public record MissedOrder(JobQueue.TakenJob job, String uploadToken, int missed) {}
}
