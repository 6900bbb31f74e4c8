// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.slipway.job.AttemptRef;
import io.slipway.job.RunnerName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code ssh_key}: the public keys that users log in with. */
public final class SshKeyStore {
    private static final String COLUMNS =
            "k.id, k.owner_id, k.name, k.type, k.base64, k.fingerprint, k.created, k.last_used";

    private final Database database;

    public SshKeyStore(Database database) {
        this.database = database;
    }

    /** How many keys a user has; keeps other masters from adding one until the transaction ends. */
    public int lockAndCount(long owner) {
        database.first("select 1 from \"user\" where id = ? for no key update", row -> true, owner);
        return database.first("select count(*) from ssh_key where owner_id = ?", row -> row.getInt(1), owner)
                .orElse(0);
    }

    /** Stores a key and gives it as it was stored; empty when a user has a key of this fingerprint already. */
    public Optional<SshKeyRow> insert(SshKeyRow key) {
        return database.first(
                """
                insert into ssh_key as k (owner_id, name, type, base64, fingerprint, created)
                values (?, ?, ?, ?, ?, ?)
                on conflict (fingerprint) do nothing
                returning
                """ + COLUMNS,
                SshKeyStore::row,
                key.owner(),
                key.name(),
                key.type(),
                key.base64(),
                key.fingerprint(),
                key.created());
    }

    /** The keys of a user, oldest first. */
    public List<SshKeyRow> of(long owner) {
        return database.rows(
                "select " + COLUMNS + " from ssh_key k where k.owner_id = ? order by k.id", SshKeyStore::row, owner);
    }

    /** The keys of users, oldest first, by the user's name; who has none is left out. */
    public Map<String, List<SshKeyRow>> of(Collection<String> owners) {
        return database
                .rows("select " + COLUMNS + """
                                , u.name as owner from ssh_key k join "user" u on u.id = k.owner_id
                                where u.name = any (?) order by k.id
                                """, row -> Map.entry(row.getString("owner"), row(row)), (Object)
                        owners.toArray(String[]::new))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    /**
     * Notes that an attempt's owner has used a key at the attempt's runner; an older word changes nothing.
     *
     * @return whether the runner has, or had, the attempt, and its owner the key
     */
    public boolean used(RunnerName runner, AttemptRef attempt, String fingerprint, Instant at) {
        return database.change(
                        """
                        update ssh_key k set last_used = greatest(k.last_used, ?)
                        from job j join attempt a on a.job_id = j.id
                        where k.fingerprint = ? and k.owner_id = j.owner_id
                          and j.id = ? and a.number = ? and a.epoch = ? and a.runner = ?
                        """, at, fingerprint, attempt.job().value(), attempt.number(), attempt.epoch(), runner.value())
                == 1;
    }

    /** Whether the user had the key. */
    public boolean remove(long owner, long id) {
        return database.change("delete from ssh_key where owner_id = ? and id = ?", owner, id) == 1;
    }

    /** The name of the user who has a key. */
    public Optional<String> owner(String fingerprint) {
        return database.first(
                "select u.name from ssh_key k join \"user\" u on u.id = k.owner_id where k.fingerprint = ?",
                row -> row.getString("name"),
                fingerprint);
    }

    /** Notes that somebody has logged in with a key; an older login changes nothing. */
    public void loggedIn(String fingerprint, Instant at) {
        database.change("update ssh_key set last_used = greatest(last_used, ?) where fingerprint = ?", at, fingerprint);
    }

    private static SshKeyRow row(ResultSet row) throws SQLException {
        return new SshKeyRow(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("name"),
                row.getString("type"),
                row.getString("base64"),
                row.getString("fingerprint"),
                Database.instant(row, "created"),
                Database.instant(row, "last_used"));
    }

    /**
     * A public key as it is stored.
     *
     * @param id 0 before it is stored
     * @param owner id of the user
     * @param name what the owner calls it; may be empty
     * @param type as OpenSSH names it
     * @param base64 the key itself, as it stands behind the type in a {@code .pub} file
     * @param fingerprint SHA-256, as OpenSSH prints it
     * @param lastUsed null when never
     */
    public record SshKeyRow(
            long id,
            long owner,
            String name,
            String type,
            String base64,
            String fingerprint,
            Instant created,
            Instant lastUsed) {}
}
