// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.message.StandingGuest;
import io.slipway.task.TaskName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The table {@code standby}: guests of attempts that have ended, which stand by for a person. */
public final class StandbyStore {
    private static final String SELECT = """
            select s.job_id, s.runner, s.number, s.epoch, s.task, s.until, s.visited, r.ssh
            from standby s join runner r on r.name = s.runner
            """;

    private final Database database;

    public StandbyStore(Database database) {
        this.database = database;
    }

    /**
     * Notes which guests stand by at a runner; those of attempts that it was never given are left out.
     *
     * @param stranger told of each of the latter
     */
    public void standing(RunnerName runner, List<StandingGuest> guests, Consumer<AttemptRef> stranger) {
        List<StandingGuest> known = database.rows(
                SELECT + " where s.runner = ? order by s.job_id", row -> row(row).guest(), runner.value());
        List<StandingGuest> told = guests.stream()
                .sorted(Comparator.comparingLong(guest -> guest.attempt().job().value()))
                .toList();
        if (known.equals(told)) {
            return;
        }
        Set<AttemptRef> given = AttemptStore.given(
                database, runner, told.stream().map(StandingGuest::attempt).toList());
        told.stream()
                .map(StandingGuest::attempt)
                .filter(attempt -> !given.contains(attempt))
                .forEach(stranger);
        database.change("delete from standby where runner = ?", runner.value());
        database.changeEach(
                """
                insert into standby (job_id, runner, number, epoch, task, until, visited)
                select j.id, ?, ?, ?, ?, ?, ? from job j where j.id = ?
                """,
                told.stream()
                        .filter(guest -> given.contains(guest.attempt()))
                        .map(guest -> values(runner, guest))
                        .toList());
    }

    private static Object[] values(RunnerName runner, StandingGuest guest) {
        return new Object[] {
            runner.value(),
            guest.attempt().number(),
            guest.attempt().epoch(),
            guest.task() == null ? null : guest.task().value(),
            guest.until(),
            guest.visited(),
            guest.attempt().job().value()
        };
    }

    /**
     * The guest of a job's newest attempt, when it stands by, and when the runner was not asked to abandon what it did there.
     *
     * @param since its runner was heard since then
     */
    public Optional<StandbyRow> find(JobId job, Instant since) {
        return database.first(SELECT + """
                         join job j on j.id = s.job_id
                        where s.job_id = ? and s.epoch = j.epoch and r.heard > ? and not exists (
                            select 1 from batch_execution e
                            where e.runner = s.runner and e.job_id = s.job_id and e.number = s.number
                              and (e.abandon_asked is not null or e.status = 'abandoned'))
                        """, StandbyStore::row, job.value(), since);
    }

    /** The attempts whose guests stand by at a runner while their jobs have gone on, and not in these guests. */
    public List<AttemptRef> leftBehind(RunnerName runner) {
        return database.rows(
                """
                select s.job_id, s.number, s.epoch
                from standby s join job j on j.id = s.job_id
                where s.runner = ? and s.epoch < j.epoch and not exists (
                    select 1 from restart r where r.job_id = s.job_id and r.standing and r.from_epoch = s.epoch)
                """,
                row -> new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("number"), row.getLong("epoch")),
                runner.value());
    }

    private static StandbyRow row(ResultSet row) throws SQLException {
        String task = row.getString("task");
        return new StandbyRow(
                new RunnerName(row.getString("runner")),
                row.getString("ssh"),
                new StandingGuest(
                        new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("number"), row.getLong("epoch")),
                        task == null ? null : new TaskName(task),
                        Database.instant(row, "until"),
                        row.getBoolean("visited")));
    }

    /**
     * A guest that stands by, and where.
     *
     * @param ssh {@code host:port} at which people reach it; empty when they cannot
     */
    public record StandbyRow(RunnerName runner, String ssh, StandingGuest guest) {}
}
