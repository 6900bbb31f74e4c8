// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code job_group}, and which jobs are in which group.
 *
 * <p>Whoever locks both, locks jobs first, in the order of their numbers, and then groups, in the same order: so does everybody who ends
 * a job.
 */
public final class GroupStore {
    private static final String JOBS = """
            select j.id, j.owner_id, u.name as owner, j.status, j.visibility, j.note, j.tags, j.image, j.arch, j.attempt,
                   j.runner, j.created, j.updated
            from job j join "user" u on u.id = j.owner_id
            """;

    private final Database database;

    public GroupStore(Database database) {
        this.database = database;
    }

    /** Makes a group without jobs. */
    public GroupId insert(long owner, String note, Instant now) {
        return database.first(
                        "insert into job_group (owner_id, note, created) values (?, ?, ?) returning id",
                        row -> new GroupId(row.getLong("id")),
                        owner,
                        note,
                        now)
                .orElseThrow();
    }

    public Optional<GroupRow> find(GroupId group) {
        return database.first(
                """
                select g.id, g.owner_id, u.name as owner, g.note, g.created
                from job_group g join "user" u on u.id = g.owner_id where g.id = ?
                """,
                row -> new GroupRow(
                        new GroupId(row.getLong("id")),
                        row.getLong("owner_id"),
                        row.getString("owner"),
                        row.getString("note"),
                        Database.instant(row, "created")),
                group.value());
    }

    /** The group that a job is in. */
    public Optional<GroupId> ofJob(JobId job) {
        return database.first(
                "select group_id from job where id = ? and group_id is not null",
                row -> new GroupId(row.getLong("group_id")),
                job.value());
    }

    /** The jobs of a group, by their numbers. */
    public List<JobRow> jobs(GroupId group) {
        return database.rows(JOBS + " where j.group_id = ? order by j.id", GroupStore::job, group.value());
    }

    /** Reads the jobs of a group and keeps everybody else from moving them until the transaction ends. */
    public List<JobRow> lockJobs(GroupId group) {
        return database.rows(
                JOBS + " where j.group_id = ? order by j.id for update of j", GroupStore::job, group.value());
    }

    /** Those of the jobs that are there, are an owner's, are pending and in no group; nobody else moves them until the transaction ends. */
    public List<JobId> lockFree(long owner, Collection<JobId> jobs) {
        return database.rows("""
                select id from job where id = any (?) and owner_id = ? and status = 'pending' and group_id is null
                order by id for update
                """, row -> new JobId(row.getLong("id")), JobStore.ids(jobs), owner);
    }

    /** Puts jobs into a group, which {@link #lockFree} has given. */
    public void join(GroupId group, Collection<JobId> jobs) {
        database.change("update job set group_id = ? where id = any (?)", group.value(), JobStore.ids(jobs));
    }

    /**
     * Locks the groups of jobs that have just ended, until the transaction ends: of several jobs of a group that end at once, the last to
     * come here sees all the others.
     */
    public List<GroupId> lockOf(Collection<JobId> jobs) {
        Long[] groups = database.rows(
                        "select distinct group_id from job where id = any (?) and group_id is not null",
                        row -> row.getLong("group_id"),
                        (Object) JobStore.ids(jobs))
                .toArray(Long[]::new);
        return groups.length == 0
                ? List.of()
                : database.rows(
                        "select id from job_group where id = any (?) order by id for update",
                        row -> new GroupId(row.getLong("id")),
                        (Object) groups);
    }

    private static JobRow job(ResultSet row) throws SQLException {
        return new JobRow(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("owner"),
                JobStatus.ofWord(row.getString("status")),
                Visibility.ofWord(row.getString("visibility")),
                row.getString("note"),
                row.getString("tags"),
                row.getString("image"),
                row.getString("arch"),
                row.getInt("attempt"),
                row.getString("runner"),
                Database.instant(row, "created"),
                Database.instant(row, "updated"));
    }

    /**
     * A group as it is stored.
     *
     * @param ownerId id of the user
     * @param owner name of the user
     */
    public record GroupRow(GroupId id, long ownerId, String owner, String note, Instant created) {}
}
