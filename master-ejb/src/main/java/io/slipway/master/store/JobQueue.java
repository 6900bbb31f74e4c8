// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.message.Restart;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The waiting jobs of the table {@code job}: which of them a runner gets next. */
public final class JobQueue {
    /** Of a job {@code j} and an image {@code i} of a runner: whether the runner may have the job. */
    private static final String FITS = """
            i.image = j.image and (i.arch = j.arch or (j.arch = 'default' and i.standard)) and not exists (
                select 1 from restart r
                where r.job_id = j.id and r.attempt = j.attempt + 1 and r.runner <> i.runner)
            """;

    /**
     * The jobs that some runners may have, as far as they come into question, and each owner's turns: an owner who has fewer live
     * attempts goes first. Looks at no more jobs of an owner than are asked for, and passes by owners that are suspended.
     */
    private static final String CANDIDATE = """
            with live as (
                select j.owner_id, count(*) as attempts
                from attempt a join job j on j.id = a.job_id
                where a.ended is null
                group by j.owner_id
            ), candidate as (
                select w.id, w.priority,
                       coalesce(l.attempts, 0) + row_number() over (partition by o.owner_id order by w.priority desc, w.id)
                           as turn
                from (select distinct owner_id from job where waiting
                      except select id from "user" where suspended is not null) o
                left join live l on l.owner_id = o.owner_id
                cross join lateral (
                    select j.id, j.priority
                    from job j
                    where j.waiting and j.owner_id = o.owner_id and exists (
                        select 1 from runner_image i where i.runner = any (?) and %s)
                    order by j.priority desc, j.id
                    limit ?) w
            )
            """.formatted(FITS);

    /** By priority, then the owner's turn, then age. */
    private static final String ORDER = "c.priority desc, c.turn, c.id";

    /** Passes by what another master has locked. */
    private static final String TAKE = CANDIDATE + """
            , taken as (
                select j.id
                from job j join candidate c on c.id = j.id
                where j.waiting
                order by %s
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
            """.formatted(ORDER);

    private static final String PLACE = CANDIDATE + """
            , placed as (
                select c.id, c.priority, c.turn, row_number() over (order by %s) as place
                from candidate c
            )
            select p.place, p.turn, (
                select count(*) from placed o
                where o.place < p.place and o.priority = p.priority and o.id > p.id) as overtaking
            from placed p
            where p.id = ?
            """.formatted(ORDER);

    private final Database database;

    public JobQueue(Database database) {
        this.database = database;
    }

    /** How many jobs wait that may be taken, counted up to {@code most}. */
    public int waiting(int most) {
        return database.first("""
                        select count(*) from (
                            select 1 from job
                            where waiting and owner_id not in (select id from "user" where suspended is not null)
                            limit ?) w
                        """, row -> row.getInt(1), most).orElse(0);
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
                new String[] {runner.value()},
                most,
                most,
                runner.value());
    }

    /**
     * Where a job stands among the waiting jobs that these runners may have; nothing when it is none of them.
     *
     * @param runners that may have the job
     */
    public Optional<Place> place(JobId job, Collection<RunnerName> runners) {
        return database.first(
                PLACE,
                row -> new Place(row.getInt("place"), row.getInt("overtaking"), row.getInt("turn")),
                runners.stream().map(RunnerName::value).toArray(String[]::new),
                Integer.MAX_VALUE,
                job.value());
    }

    /** Every enrolled runner that may have a job, whether it is there now or not. */
    public List<FittingRunner> runnersFor(JobId job) {
        return database.rows(
                """
                select n.name, n.slots, n.heard,
                       (select count(*) from attempt a where a.runner = n.name and a.ended is null) as running
                from runner n
                where n.enrolled is not null and n.revoked is null and exists (
                    select 1 from job j cross join runner_image i where j.id = ? and i.runner = n.name and %s)
                order by n.name
                """.formatted(FITS),
                row -> new FittingRunner(
                        new RunnerName(row.getString("name")),
                        row.getInt("slots"),
                        row.getInt("running"),
                        Database.instant(row, "heard")),
                job.value());
    }

    /**
     * A runner that may have a job.
     *
     * @param running how many attempts it has
     * @param heard when its last heartbeat came
     */
    public record FittingRunner(RunnerName name, int slots, int running, Instant heard) {}

    /**
     * A job's place in the queue.
     *
     * @param place 1 for the job that is handed over next
     * @param overtaking how many of those before it were submitted later, by owners with fewer live attempts
     * @param turn one more than its owner has live attempts and jobs that go first
     */
    public record Place(int place, int overtaking, int turn) {}

    /**
     * A job taken out of the queue.
     *
     * @param owner name of the user
     * @param restart where the attempt goes on; null when it begins at the beginning
     */
    public record TakenJob(AttemptRef attempt, String owner, String manifest, Restart restart) {}
}
