// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageCodec;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table {@code batch_execution}: what runners say of the executions of their batch job. */
public final class ExecutionStore {
    private static final String NOTE = """
            insert into batch_execution as e (runner, id, instance, job_id, number, status, told, word)
            select a.runner, ?, ?, a.job_id, a.number, ?, ?, ?::json
            from attempt a join runner r on r.name = a.runner and r.revoked is null
            where a.runner = ? and a.job_id = ? and a.number = ? and a.epoch = ?
            on conflict (runner, id) do update
            set place = case when e.job_id = excluded.job_id and e.number = excluded.number then e.place else excluded.place end,
                abandon_asked = case when e.job_id = excluded.job_id and e.number = excluded.number then e.abandon_asked end,
                instance = excluded.instance, job_id = excluded.job_id, number = excluded.number,
                status = excluded.status, told = excluded.told, word = excluded.word
            where e.told <= excluded.told
            """;
    private static final String SELECT = """
            select e.place, e.word, e.abandon_asked, u.name as owner, j.status as job_status, a.ended is null as live,
                   j.attempt = e.number and not exists (
                       select 1 from batch_execution n where n.job_id = e.job_id and n.number = e.number and n.place > e.place
                   ) as newest
            from batch_execution e
            join attempt a on a.job_id = e.job_id and a.number = e.number
            join job j on j.id = e.job_id
            join "user" u on u.id = j.owner_id
            """;

    private final MessageCodec<RunnerEvent> words = MessageCodec.runnerEvents();
    private final Database database;

    public ExecutionStore(Database database) {
        this.database = database;
    }

    /**
     * Notes what runners say. A word that is older than what is stored changes nothing. A runner that says the same number of another
     * attempt has lost its job repository and counts anew: the execution takes the other's place.
     *
     * @return those that are of no attempt of their runner's, or of a runner that was revoked; of them nothing was noted
     */
    public List<ExecutionMoved> note(List<ExecutionMoved> told) {
        int[] noted = database.changeEach(NOTE, told.stream().map(this::values).toList());
        List<ExecutionMoved> open = new ArrayList<>();
        for (int i = 0; i < noted.length; i++) {
            if (noted[i] == 0) {
                open.add(told.get(i));
            }
        }
        return open.isEmpty() ? List.of() : strangers(open);
    }

    private Object[] values(ExecutionMoved moved) {
        BatchExecution execution = moved.execution();
        AttemptRef attempt = execution.attempt();
        return new Object[] {
            execution.id(),
            execution.instance(),
            execution.status().word(),
            moved.at(),
            words.encode(moved),
            moved.runner().value(),
            attempt.job().value(),
            attempt.number(),
            attempt.epoch()
        };
    }

    private List<ExecutionMoved> strangers(List<ExecutionMoved> told) {
        Set<List<Object>> known = new HashSet<>(database.rows(
                """
                select a.job_id, a.number, a.epoch, a.runner
                from attempt a join runner r on r.name = a.runner and r.revoked is null
                where (a.job_id, a.number) in (select * from unnest(?, ?))
                """,
                row -> List.of(attempt(row), row.getString("runner")),
                told.stream()
                        .map(moved -> moved.execution().attempt().job().value())
                        .toArray(Long[]::new),
                told.stream().map(moved -> moved.execution().attempt().number()).toArray(Integer[]::new)));
        return told.stream()
                .filter(moved -> !known.contains(
                        List.of(moved.execution().attempt(), moved.runner().value())))
                .toList();
    }

    /**
     * Newest first.
     *
     * @param runner null for all
     * @param status null for all
     * @param job null for all
     * @param start the greatest place to list
     */
    public List<ExecutionRow> list(RunnerName runner, ExecutionStatus status, JobId job, long start, int most) {
        StringBuilder sql = new StringBuilder(SELECT).append(" where e.place <= ?");
        List<Object> values = new ArrayList<>(List.of(start));
        if (runner != null) {
            sql.append(" and e.runner = ?");
            values.add(runner.value());
        }
        if (status != null) {
            sql.append(" and e.status = ?");
            values.add(status.word());
        }
        if (job != null) {
            sql.append(" and e.job_id = ?");
            values.add(job.value());
        }
        values.add(most);
        return database.rows(sql.append(" order by e.place desc limit ?").toString(), this::row, values.toArray());
    }

    public Optional<ExecutionRow> find(ExecutionRef execution) {
        return database.first(
                SELECT + " where e.runner = ? and e.id = ?",
                this::row,
                execution.runner().value(),
                execution.id());
    }

    /** Every execution of the instance that an execution is of, newest first. */
    public List<ExecutionRow> instance(ExecutionRow of) {
        return database.rows(
                SELECT + " where e.runner = ? and e.job_id = ? and e.instance = ? order by e.place desc",
                this::row,
                of.runner().value(),
                of.execution().attempt().job().value(),
                of.execution().instance());
    }

    /** Notes that an execution which has ended is to be abandoned; false when it runs, or is abandoned already, or is another by now. */
    public boolean askToAbandon(ExecutionRow row, Instant now) {
        AttemptRef attempt = row.execution().attempt();
        return database.change(
                        """
                        update batch_execution set abandon_asked = ?
                        where runner = ? and id = ? and job_id = ? and number = ? and status in ('failed', 'stopped', 'completed')
                        """,
                        now,
                        row.runner().value(),
                        row.execution().id(),
                        attempt.job().value(),
                        attempt.number())
                == 1;
    }

    /**
     * Whose executions are to be abandoned, and nobody has said that they are.
     *
     * @param heard their runners were heard since then
     * @param asked somebody asked for it since then
     * @param before and longer ago than that
     */
    public List<Abandoning> abandoning(Instant heard, Instant asked, Instant before, int most) {
        return database.rows(
                """
                select e.id, a.job_id, a.number, a.epoch, a.runner
                from batch_execution e
                join attempt a on a.job_id = e.job_id and a.number = e.number
                join runner r on r.name = e.runner
                where e.abandon_asked is not null and e.status <> 'abandoned'
                  and r.heard > ? and e.abandon_asked > ? and e.abandon_asked < ?
                order by e.abandon_asked
                limit ?
                """,
                row -> new Abandoning(new RunnerName(row.getString("runner")), attempt(row), row.getLong("id")),
                heard,
                asked,
                before,
                most);
    }

    private static AttemptRef attempt(ResultSet row) throws SQLException {
        return new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("number"), row.getLong("epoch"));
    }

    private ExecutionRow row(ResultSet row) throws SQLException {
        ExecutionMoved word = (ExecutionMoved) words.decode(row.getString("word"));
        return new ExecutionRow(
                row.getLong("place"),
                word.runner(),
                word.execution(),
                word.at(),
                Database.instant(row, "abandon_asked"),
                row.getString("owner"),
                JobStatus.ofWord(row.getString("job_status")),
                row.getBoolean("live"),
                row.getBoolean("newest"));
    }

    /** An attempt whose execution is to be abandoned, who has it, and the execution's number there. */
    public record Abandoning(RunnerName runner, AttemptRef attempt, long execution) {}
}
