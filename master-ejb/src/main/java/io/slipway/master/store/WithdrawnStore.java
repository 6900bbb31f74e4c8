// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import java.time.Instant;
import java.util.List;

/**
 * The tables {@code checkpoint} and {@code standby}, of jobs with a secret that their owner has deleted, or whose owner is suspended; in any order,
 * so that what is not thrown away keeps nothing else waiting.
 */
public final class WithdrawnStore {
    private static final String WITHDRAWN = """
            select k.job_id, k.number, k.epoch, k.runner
            from %s k
            join runner r on r.name = k.runner and r.revoked is null and r.heard > ?
            join job j on j.id = k.job_id
            join "user" u on u.id = j.owner_id
            where j.secrets and (
                u.suspended is not null
                or exists (
                    select 1 from job_secret s where s.job_id = j.id and not exists (
                        select 1 from secret o where o.owner_id = j.owner_id and o.uuid = s.uuid)))
            order by random() limit ?
            """;

    private final Database database;

    public WithdrawnStore(Database database) {
        this.database = database;
    }

    /** Checkpoints at runners that were heard since then. */
    public List<Withdrawn> checkpoints(Instant heard, int most) {
        return rows("checkpoint", heard, most);
    }

    /** Guests that stand by at runners that were heard since then. */
    public List<Withdrawn> standing(Instant heard, int most) {
        return rows("standby", heard, most);
    }

    private List<Withdrawn> rows(String table, Instant heard, int most) {
        return database.rows(
                WITHDRAWN.formatted(table),
                row -> new Withdrawn(
                        new RunnerName(row.getString("runner")),
                        new AttemptRef(new JobId(row.getLong("job_id")), row.getInt("number"), row.getLong("epoch"))),
                heard,
                most);
    }

    /** What a runner keeps of an attempt. */
    public record Withdrawn(RunnerName runner, AttemptRef attempt) {}
}
