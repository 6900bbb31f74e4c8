// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.slipway.job.JobId;
import io.slipway.master.store.SecretStore.SealedSecret;
import io.slipway.master.store.SecretStore.SecretRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The table {@code job_secret}, and of {@code job} what was decided about secrets: which jobs get which of their owners' secrets. */
public final class JobSecretStore {
    private final Database database;

    public JobSecretStore(Database database) {
        this.database = database;
    }

    /**
     * Notes what a new job gets; without this it gets nothing.
     *
     * @param secrets in the order of the manifest
     * @param grants of its own token; empty for no token
     */
    public void give(JobId job, List<UUID> secrets, String grants) {
        database.change("update job set secrets = true, token_grants = ? where id = ?", grants, job.value());
        if (!secrets.isEmpty()) {
            database.change("""
                    insert into job_secret (job_id, position, uuid)
                    select ?, s.number - 1, s.uuid from unnest(?) with ordinality as s (uuid, number)
                    """, job.value(), secrets.toArray(UUID[]::new));
        }
    }

    /** What was decided about a job. */
    public Optional<Given> of(JobId job) {
        return database.first(
                "select secrets, token_grants from job where id = ?",
                row -> new Given(row.getBoolean("secrets"), row.getString("token_grants")),
                job.value());
    }

    /** Those of the secrets of each of a user's jobs that the user still has, in the order of the manifest. */
    public Map<JobId, List<SecretRow>> secrets(long owner, Collection<JobId> jobs) {
        Map<JobId, List<SecretRow>> secrets = new HashMap<>();
        database.rows(
                """
                select g.job_id, s.id, s.uuid, s.owner_id, f.name as from_name, s.shared, s.name, s.type, s.path, s.mode, s.created, s.updated, s.last_used
                from job_secret g
                join job j on j.id = g.job_id
                join secret s on s.owner_id = j.owner_id and s.uuid = g.uuid
                left join "user" f on f.id = s.from_id
                where j.owner_id = ? and g.job_id = any (?)
                order by g.job_id, g.position
                """,
                row -> secrets.computeIfAbsent(new JobId(row.getLong("job_id")), job -> new ArrayList<>())
                        .add(SecretStore.row(row)),
                owner,
                JobStore.ids(jobs));
        return secrets;
    }

    /** What jobs get that get something, by one query. */
    public Map<JobId, ForOrder> forOrders(Collection<JobId> jobs) {
        Map<JobId, List<Wanted>> wanted =
                database.rows("""
                        select j.id as job_id, j.token_grants, g.uuid as wanted, s.sealed,
                               s.id, s.uuid, s.owner_id, null as from_name, s.shared, s.name, s.type, s.path, s.mode,
                               s.created, s.updated, s.last_used
                        from job j
                        left join job_secret g on g.job_id = j.id
                        left join secret s on s.owner_id = j.owner_id and s.uuid = g.uuid
                        where j.id = any (?) and j.secrets
                        order by j.id, g.position
                        """, JobSecretStore::wanted, (Object) JobStore.ids(jobs)).stream()
                        .collect(groupingBy(Wanted::job));
        return wanted.entrySet().stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, job -> forOrder(job.getValue())));
    }

    private static Wanted wanted(ResultSet row) throws SQLException {
        return new Wanted(
                new JobId(row.getLong("job_id")),
                row.getString("token_grants"),
                row.getObject("wanted", UUID.class),
                row.getBytes("sealed") == null ? null : SecretStore.sealed(row));
    }

    private static ForOrder forOrder(List<Wanted> wanted) {
        return new ForOrder(
                wanted.get(0).grants(),
                wanted.stream().flatMap(one -> Stream.ofNullable(one.found())).toList(),
                wanted.stream()
                        .filter(one -> one.found() == null)
                        .flatMap(one -> Stream.ofNullable(one.uuid()))
                        .toList());
    }

    /**
     * One of the secrets that a job is to get.
     *
     * @param uuid null when it is to get none
     * @param found null when its owner has it no more
     */
    private record Wanted(JobId job, String grants, UUID uuid, SealedSecret found) {}

    /**
     * What was decided about a job.
     *
     * @param secrets whether it gets the secrets of its manifest
     * @param grants of its own token; empty for no token
     */
    public record Given(boolean secrets, String grants) {}

    /**
     * What the order of a job is to hold.
     *
     * @param grants of its own token; empty for no token
     * @param secrets in the order of the manifest
     * @param gone those that its owner has no more
     */
    public record ForOrder(String grants, List<SealedSecret> secrets, List<UUID> gone) {}
}
