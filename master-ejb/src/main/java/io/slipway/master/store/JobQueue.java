// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.message.Restart;
import java.util.List;

/** The waiting jobs of the table {@code job}: which of them a runner gets next. */
public final class JobQueue {
    /**
     * By priority, then the owner's turn (an owner who has fewer live attempts goes first), then age. Looks at no more jobs of
     * an owner than can be taken, and passes by what another master has locked.
     */
    private static final String TAKE = """
            with live as (
                select j.owner_id, count(*) as attempts
                from attempt a join job j on j.id = a.job_id
                where a.ended is null
                group by j.owner_id
            ), candidate as (
                select w.id,
                       coalesce(l.attempts, 0) + row_number() over (partition by o.owner_id order by w.priority desc, w.id)
                           as turn
                from (select distinct owner_id from job where waiting) o
                left join live l on l.owner_id = o.owner_id
                cross join lateral (
                    select j.id, j.priority
                    from job j
                    where j.waiting and j.owner_id = o.owner_id and not exists (
                        select 1 from restart r
                        where r.job_id = j.id and r.attempt = j.attempt + 1 and r.runner <> ?) and exists (
                        select 1 from runner_image i
                        where i.runner = ? and i.image = j.image
                          and (i.arch = j.arch or (j.arch = 'default' and i.standard)))
                    order by j.priority desc, j.id
                    limit ?) w
            ), taken as (
                select j.id
                from job j join candidate c on c.id = j.id
                where j.waiting
                order by j.priority desc, c.turn, j.id
                limit ?
                for update of j skip locked
            )
            update job j
            set waiting = false, attempt = j.attempt + 1, epoch = j.epoch + 1, runner = ?
            from taken t
            join job o on o.id = t.id
            join "user" u on u.id = o.owner_id
            left join restart r on r.job_id = t.id and r.attempt = o.attempt + 1
            where j.id = t.id
            returning j.id as job_id, j.attempt, j.epoch, j.manifest, u.name as owner,
                      r.from_number, r.from_epoch, r.task, r.script, r.standing
            """;

    private final Database database;

    public JobQueue(Database database) {
        this.database = database;
    }

    /** How many jobs wait, counted up to {@code most}. */
    public int waiting(int most) {
        return database.first(
                        "select count(*) from (select 1 from job where waiting limit ?) w", row -> row.getInt(1), most)
                .orElse(0);
    }

    /** Takes up to {@code most} jobs out of the queue that the runner has images for, each with its next attempt and epoch. */
    public List<TakenJob> take(RunnerName runner, int most) {
        return database.rows(
                TAKE,
                row -> new TakenJob(
                        new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("attempt"), row.getLong("epoch")),
                        row.getString("owner"),
                        row.getString("manifest"),
                        RestartStore.read(row)),
                runner.value(),
                runner.value(),
                most,
                most,
                runner.value());
    }

    /**
     * A job taken out of the queue.
     *
     * @param owner name of the user
     * @param restart where the attempt goes on; null when it begins at the beginning
     */
    public record TakenJob(AttemptRef attempt, String owner, String manifest, Restart restart) {}
}
