// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.master.store.ScheduleRow.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code schedule}: manifests that are submitted again and again. */
public final class ScheduleStore {
    private static final String READ = """
            select s.id, u.name as owner, s.name, s.cron, s.zone, s.manifest, s.note, s.tags, s.visibility, s.paused, s.trouble,
                   s.next_run, s.last_run, s.last_job, j.status as last_status, s.created, s.updated
            from schedule s join "user" u on u.id = s.owner_id left join job j on j.id = s.last_job
            """;

    private final Database database;

    public ScheduleStore(Database database) {
        this.database = database;
    }

    /** How many schedules a user has; keeps other masters from adding one until the transaction ends. */
    public int lockAndCount(long owner) {
        database.first("select 1 from \"user\" where id = ? for no key update", row -> true, owner);
        return database.first("select count(*) from schedule where owner_id = ?", row -> row.getInt(1), owner)
                .orElse(0);
    }

    /** @param nextRun null to keep it paused */
    public long insert(long owner, Work work, Instant nextRun, Instant now) {
        return database.first(
                        """
                        insert into schedule (owner_id, name, cron, zone, manifest, note, tags, visibility, paused, trouble, next_run,
                                              created, updated)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        owner,
                        work.name(),
                        work.cron(),
                        work.zone(),
                        work.manifest(),
                        work.note(),
                        String.join("/", work.tags()),
                        work.visibility().word(),
                        nextRun == null,
                        nextRun,
                        now,
                        now)
                .orElseThrow();
    }

    /** The schedules of a user, oldest first. */
    public List<ScheduleRow> of(long owner) {
        return database.rows(READ + " where s.owner_id = ? order by s.id", ScheduleStore::row, owner);
    }

    public Optional<ScheduleRow> find(long owner, long id) {
        return database.first(READ + " where s.owner_id = ? and s.id = ?", ScheduleStore::row, owner, id);
    }

    /** {@link #find}; keeps everybody else from changing or running it until the transaction ends. */
    public Optional<ScheduleRow> lock(long owner, long id) {
        return database.first(
                READ + " where s.owner_id = ? and s.id = ? for update of s", ScheduleStore::row, owner, id);
    }

    /**
     * The schedule that has been due for longest, for this transaction alone; one that another master has in hands is passed over.
     *
     * @param without those that are left out
     */
    public Optional<ScheduleRow> lockDue(Instant now, Collection<Long> without) {
        return database.first(READ + """
                        where s.next_run <= ? and s.id <> all (?)
                        order by s.next_run, s.id limit 1 for update of s skip locked
                        """, ScheduleStore::row, now, without.toArray(Long[]::new));
    }

    /** @param nextRun null to pause it; whatever trouble it had is over */
    public void change(long id, Work work, Instant nextRun, Instant now) {
        database.change(
                """
                update schedule set name = ?, cron = ?, zone = ?, manifest = ?, note = ?, tags = ?, visibility = ?, paused = ?,
                                    trouble = '', next_run = ?, updated = ?
                where id = ?
                """,
                work.name(),
                work.cron(),
                work.zone(),
                work.manifest(),
                work.note(),
                String.join("/", work.tags()),
                work.visibility().word(),
                nextRun == null,
                nextRun,
                now,
                id);
    }

    /** Notes the job that a schedule was run as, whatever becomes of its next run; its trouble is over unless that has stopped it. */
    public void ran(long id, JobId job, Instant now) {
        database.change("""
                update schedule set last_run = ?, last_job = ?, trouble = case when next_run is null and not paused then trouble else '' end
                where id = ?
                """, now, job.value(), id);
    }

    /** @param trouble why this run could not be submitted; empty for none */
    public void advance(long id, Instant nextRun, String trouble) {
        database.change("update schedule set next_run = ?, trouble = ? where id = ?", nextRun, trouble, id);
    }

    /** Has a schedule run no more. */
    public void stop(long id, String trouble, Instant now) {
        database.change("update schedule set trouble = ?, next_run = null, updated = ? where id = ?", trouble, now, id);
    }

    /** Has a schedule not run until it is changed again. */
    public void pause(long id, Instant now) {
        database.change("update schedule set paused = true, next_run = null, updated = ? where id = ?", now, id);
    }

    public void remove(long id) {
        database.change("delete from schedule where id = ?", id);
    }

    private static ScheduleRow row(ResultSet row) throws SQLException {
        long lastJob = row.getLong("last_job");
        String lastStatus = row.getString("last_status");
        return new ScheduleRow(
                row.getLong("id"),
                row.getString("owner"),
                work(row),
                row.getBoolean("paused"),
                row.getString("trouble"),
                Database.instant(row, "next_run"),
                Database.instant(row, "last_run"),
                lastJob == 0 ? null : new JobId(lastJob),
                lastStatus == null ? null : JobStatus.ofWord(lastStatus),
                Database.instant(row, "created"),
                Database.instant(row, "updated"));
    }

    private static Work work(ResultSet row) throws SQLException {
        String tags = row.getString("tags");
        return new Work(
                row.getString("name"),
                row.getString("cron"),
                row.getString("zone"),
                row.getString("manifest"),
                row.getString("note"),
                tags.isEmpty() ? List.of() : List.of(tags.split("/")),
                Visibility.ofWord(row.getString("visibility")));
    }
}
