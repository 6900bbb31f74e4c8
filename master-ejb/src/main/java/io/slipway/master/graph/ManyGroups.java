// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.ManyGroupsStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TriggerStore;
import io.slipway.trigger.Trigger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups of jobs, many at a time, for their owners and administrators; for everybody else there are none. */
public final class ManyGroups {
    private final ManyGroupsStore many;
    private final TriggerStore triggers;

    ManyGroups(Stores stores) {
        this.many = stores.manyGroups();
        this.triggers = stores.triggers();
    }

    /** The group of each job that is in one that the caller may see. */
    public Map<JobId, GroupEntry> of(Caller caller, Collection<JobId> jobs) {
        Permissions.require(caller, Permissions.JOBS_READ);
        Map<JobId, GroupId> groupOf = many.ofJobs(jobs);
        Map<GroupId, GroupEntry> groups = find(caller, Set.copyOf(groupOf.values()));
        Map<JobId, GroupEntry> found = new HashMap<>();
        groupOf.forEach((job, group) -> {
            if (groups.containsKey(group)) {
                found.put(job, groups.get(group));
            }
        });
        return found;
    }

    private Map<GroupId, GroupEntry> find(Caller caller, Set<GroupId> ids) {
        Map<GroupId, GroupEntry> groups = new HashMap<>();
        if (!ids.isEmpty()) {
            Map<GroupId, List<JobId>> jobs = many.jobs(ids);
            Map<GroupId, List<Trigger>> ofGroups = triggers.ofGroups(ids);
            many.find(ids).stream()
                    .filter(row -> Permissions.owns(caller, row.ownerId()))
                    .forEach(row -> groups.put(
                            row.id(),
                            new GroupEntry(
                                    row.id(),
                                    row.ownerId(),
                                    row.note(),
                                    row.created(),
                                    jobs.getOrDefault(row.id(), List.of()),
                                    ofGroups.getOrDefault(row.id(), List.of()))));
        }
        return groups;
    }
}
