// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.master.store.GroupStore.GroupRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code job_group} and which jobs are in which group, read for many at a time: one statement each, however many. */
public final class ManyGroupsStore {
    private final Database database;

    public ManyGroupsStore(Database database) {
        this.database = database;
    }

    /** The group of each job that is in one. */
    public Map<JobId, GroupId> ofJobs(Collection<JobId> jobs) {
        Map<JobId, GroupId> groups = new HashMap<>();
        database.rows(
                "select id, group_id from job where id = any (?) and group_id is not null",
                row -> groups.put(new JobId(row.getLong("id")), new GroupId(row.getLong("group_id"))),
                (Object) JobStore.ids(jobs));
        return groups;
    }

    public List<GroupRow> find(Collection<GroupId> groups) {
        return database.rows(
                """
                select g.id, g.owner_id, u.name as owner, g.note, g.created
                from job_group g join "user" u on u.id = g.owner_id where g.id = any (?)
                """,
                row -> new GroupRow(
                        new GroupId(row.getLong("id")),
                        row.getLong("owner_id"),
                        row.getString("owner"),
                        row.getString("note"),
                        Database.instant(row, "created")),
                (Object) ids(groups));
    }

    /** The jobs of each group, by their numbers. */
    public Map<GroupId, List<JobId>> jobs(Collection<GroupId> groups) {
        Map<GroupId, List<JobId>> jobs = new HashMap<>();
        database.rows(
                "select id, group_id from job where group_id = any (?) order by id",
                row -> jobs.computeIfAbsent(new GroupId(row.getLong("group_id")), group -> new ArrayList<>())
                        .add(new JobId(row.getLong("id"))),
                (Object) ids(groups));
        return jobs;
    }

    static Long[] ids(Collection<GroupId> groups) {
        return groups.stream().map(GroupId::value).sorted().toArray(Long[]::new);
    }
}
