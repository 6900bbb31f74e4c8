// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.Restart;
import io.slipway.task.TaskName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The table {@code checkpoint}: which jobs can go on in which guests. */
public final class CheckpointStore {
    private static final String COLUMNS = "c.job_id, c.number, c.epoch, c.task, c.expires, c.runner";

    private final Database database;

    public CheckpointStore(Database database) {
        this.database = database;
    }

    /**
     * Notes what a runner keeps. Left out is what it was asked to abandon and has not dropped yet, and what is of an attempt that it was never
     * given.
     *
     * @param stranger told of each of the latter
     * @return what it had not told before
     */
    public List<CheckpointRow> held(
            RunnerName runner, List<HeldCheckpoint> checkpoints, Consumer<AttemptRef> stranger) {
        List<HeldCheckpoint> known = database.rows(
                "select " + COLUMNS + " from checkpoint c where c.runner = ? order by c.job_id",
                row -> row(row).held(),
                runner.value());
        List<HeldCheckpoint> told = checkpoints.stream()
                .sorted(Comparator.comparingLong(
                        checkpoint -> checkpoint.attempt().job().value()))
                .toList();
        if (known.equals(told)) {
            return List.of();
        }
        Set<AttemptRef> given = AttemptStore.given(
                database, runner, told.stream().map(HeldCheckpoint::attempt).toList());
        List<HeldCheckpoint> worth = new ArrayList<>();
        told.forEach(checkpoint -> {
            if (given.contains(checkpoint.attempt())) {
                worth.add(checkpoint);
            } else {
                stranger.accept(checkpoint.attempt());
            }
        });
        worth.removeAll(abandoned(runner, told));
        database.change("delete from checkpoint where runner = ?", runner.value());
        database.changeEach(
                """
                insert into checkpoint (job_id, runner, number, epoch, task, expires)
                select j.id, ?, ?, ?, ?, ? from job j where j.id = ?
                on conflict do nothing
                """,
                worth.stream()
                        .map(checkpoint -> new Object[] {
                            runner.value(),
                            checkpoint.attempt().number(),
                            checkpoint.attempt().epoch(),
                            checkpoint.task().value(),
                            checkpoint.expires(),
                            checkpoint.attempt().job().value()
                        })
                        .toList());
        return worth.stream()
                .filter(checkpoint -> !known.contains(checkpoint))
                .map(checkpoint -> new CheckpointRow(runner, checkpoint))
                .toList();
    }

    /** Those of attempts whose execution, or a later one of the same job, is not to be restarted there. */
    private List<HeldCheckpoint> abandoned(RunnerName runner, List<HeldCheckpoint> told) {
        Map<JobId, Integer> newest = database
                .rows(
                        """
                        select job_id, max(number) as number from batch_execution
                        where runner = ? and job_id = any (?) and (abandon_asked is not null or status = 'abandoned')
                        group by job_id
                        """,
                        row -> Map.entry(new JobId(row.getLong("job_id")), row.getInt("number")),
                        runner.value(),
                        JobStore.ids(told.stream()
                                .map(checkpoint -> checkpoint.attempt().job())
                                .toList()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return told.stream()
                .filter(checkpoint -> checkpoint.attempt().number()
                        <= newest.getOrDefault(checkpoint.attempt().job(), 0))
                .toList();
    }

    /** Forgets what a runner keeps of an attempt, and of those before it. */
    public void drop(RunnerName runner, AttemptRef attempt) {
        database.change(
                "delete from checkpoint where runner = ? and job_id = ? and number <= ?",
                runner.value(),
                attempt.job().value(),
                attempt.number());
    }

    /**
     * The newest checkpoint of a job. One that an attempt has left behind by beginning at the beginning counts no more: where the tasks
     * stand now is not where they stood in that guest. Nor does one whose execution is abandoned: a heartbeat that was on its way brings
     * its row back.
     *
     * @param since its runner was heard since then
     * @param now it expires later
     */
    public Optional<CheckpointRow> find(JobId job, Instant since, Instant now) {
        return database.first("select " + COLUMNS + """
                         from checkpoint c join runner r on r.name = c.runner
                        where c.job_id = ? and r.heard > ? and c.expires > ? and not exists (
                            select 1
                            from attempt a left join restart s on s.job_id = a.job_id and s.attempt = a.number
                            where a.job_id = c.job_id and a.number > c.number and s.task is null)
                          and not exists (
                            select 1 from batch_execution b
                            where b.runner = c.runner and b.job_id = c.job_id and b.number >= c.number
                                and (b.abandon_asked is not null or b.status = 'abandoned'))
                        order by c.epoch desc limit 1
                        """, CheckpointStore::row, job.value(), since, now);
    }

    private static CheckpointRow row(ResultSet row) throws SQLException {
        return new CheckpointRow(
                new RunnerName(row.getString("runner")),
                new HeldCheckpoint(
                        new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("number"), row.getLong("epoch")),
                        new TaskName(row.getString("task")),
                        Database.instant(row, "expires")));
    }

    /** A checkpoint, and who keeps it. */
    public record CheckpointRow(RunnerName runner, HeldCheckpoint held) {

        /** How an attempt goes on from it. @param script of its first task; empty for the manifest's */
        public Restart restart(String script) {
            return new Restart(held.attempt(), held.task(), script, Restart.Kept.CHECKPOINT);
        }
    }
}
