// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code trigger}: what is to happen after jobs and groups have ended. */
public final class TriggerStore {
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
        database.rows(
                """
                select job_id, action, condition, target, cc, in_reply_to
                from trigger where job_id = any (?) order by job_id, position
                """,
                row -> triggers.computeIfAbsent(new JobId(row.getLong("job_id")), job -> new ArrayList<>())
                        .add(trigger(row)),
                (Object) JobStore.ids(jobs));
        return triggers;
    }

    /** The triggers of a group, in order. */
    public List<Trigger> of(GroupId group) {
        return database.rows("""
                select action, condition, target, cc, in_reply_to from trigger where group_id = ? order by position
                """, TriggerStore::trigger, group.value());
    }

    private static Trigger trigger(ResultSet row) throws SQLException {
        TriggerCondition condition = TriggerCondition.ofWord(row.getString("condition"));
        String target = row.getString("target");
        return row.getString("action").equals("email")
                ? new EmailTrigger(condition, target, row.getString("cc"), row.getString("in_reply_to"))
                : new WebhookTrigger(condition, target);
    }
}
