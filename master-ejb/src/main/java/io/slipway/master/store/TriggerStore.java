// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table {@code trigger}: what is to happen after jobs and groups have ended. */
public final class TriggerStore {
    private static final Logger LOG = System.getLogger(TriggerStore.class.getName());

    private final Database database;

    public TriggerStore(Database database) {
        this.database = database;
    }

    /** Keeps the triggers of a job that was stored in the same transaction. */
    public void insert(JobId job, List<Trigger> triggers) {
        insert(job.value(), null, triggers);
    }

    /** Keeps the triggers of a group that was stored in the same transaction. */
    public void insert(GroupId group, List<Trigger> triggers) {
        insert(null, group.value(), triggers);
    }

    private void insert(Long job, Long group, List<Trigger> triggers) {
        List<Object[]> each = new ArrayList<>();
        for (Trigger trigger : triggers) {
            boolean email = trigger instanceof EmailTrigger;
            each.add(new Object[] {
                job,
                group,
                each.size(),
                trigger.action(),
                trigger.condition().word(),
                email ? ((EmailTrigger) trigger).to() : ((WebhookTrigger) trigger).url(),
                email ? ((EmailTrigger) trigger).cc() : "",
                email ? ((EmailTrigger) trigger).inReplyTo() : ""
            });
        }
        database.changeEach("""
                insert into trigger (job_id, group_id, position, action, condition, target, cc, in_reply_to)
                values (?::bigint, ?::bigint, ?, ?, ?, ?, ?, ?)
                """, each);
    }

    /** The triggers of those jobs that have any, in order. */
    public Map<JobId, List<Trigger>> of(Collection<JobId> jobs) {
        Map<JobId, List<Trigger>> triggers = new TreeMap<>();
        database.rows("""
                        select job_id, action, condition, target, cc, in_reply_to
                        from trigger where job_id = any (?) order by job_id, position
                        """, row -> new OfJob(new JobId(row.getLong("job_id")), trigger(row)), (Object)
                        JobStore.ids(jobs))
                .forEach(found -> found.trigger()
                        .ifPresent(trigger -> triggers.computeIfAbsent(found.job(), job -> new ArrayList<>())
                                .add(trigger)));
        return triggers;
    }

    private record OfJob(JobId job, Optional<Trigger> trigger) {}

    /** The triggers of a group, in order. */
    public List<Trigger> of(GroupId group) {
        return database.rows("""
                        select action, condition, target, cc, in_reply_to from trigger where group_id = ? order by position
                        """, TriggerStore::trigger, group.value()).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** The triggers of those groups that have any, in order. */
    public Map<GroupId, List<Trigger>> ofGroups(Collection<GroupId> groups) {
        Map<GroupId, List<Trigger>> triggers = new TreeMap<>();
        database.rows("""
                        select group_id, action, condition, target, cc, in_reply_to
                        from trigger where group_id = any (?) order by group_id, position
                        """, row -> new OfGroup(new GroupId(row.getLong("group_id")), trigger(row)), (Object)
                        ManyGroupsStore.ids(groups))
                .forEach(found -> found.trigger()
                        .ifPresent(trigger -> triggers.computeIfAbsent(found.group(), group -> new ArrayList<>())
                                .add(trigger)));
        return triggers;
    }

    private record OfGroup(GroupId group, Optional<Trigger> trigger) {}

    /** One that was taken once and is not any more must not keep its job from ending. */
    private static Optional<Trigger> trigger(ResultSet row) throws SQLException {
        String target = row.getString("target");
        try {
            TriggerCondition condition = TriggerCondition.ofWord(row.getString("condition"));
            return Optional.of(
                    row.getString("action").equals("email")
                            ? new EmailTrigger(condition, target, row.getString("cc"), row.getString("in_reply_to"))
                            : new WebhookTrigger(condition, target));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "Leaving out a trigger that is not one any more: {0}", e.getMessage());
            return Optional.empty();
        }
    }
}
