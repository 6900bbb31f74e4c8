// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table {@code cache}: what is kept for the next jobs of an owner. */
public final class CacheStore {
    private static final String COLUMNS = "owner_id, name, file, size, sha256, created, last_used";

    private final Database database;

    public CacheStore(Database database) {
        this.database = database;
    }

    /** Keeps others from changing an owner's caches until the transaction ends. */
    public void lock(long owner) {
        database.first("select 1 from \"user\" where id = ? for no key update", row -> true, owner);
    }

    /** Stores a cache instead of the one of its name. @return the file of that one */
    public Optional<String> put(CacheRow cache) {
        return database.first(
                        """
                        with old as (select file from cache where owner_id = ? and name = ?)
                        insert into cache (owner_id, name, file, size, sha256, created, last_used)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (owner_id, name) do update
                        set file = excluded.file, size = excluded.size, sha256 = excluded.sha256,
                            created = excluded.created, last_used = excluded.last_used
                        returning (select file from old) as old
                        """,
                        row -> Optional.ofNullable(row.getString("old")),
                        cache.owner(),
                        cache.name(),
                        cache.owner(),
                        cache.name(),
                        cache.file(),
                        cache.size(),
                        cache.sha256(),
                        cache.created(),
                        cache.lastUsed())
                .orElseThrow();
    }

    /** Gives a cache and notes that it is used. */
    public Optional<CacheRow> use(long owner, String name, Instant now) {
        return database.first(
                "update cache set last_used = ? where owner_id = ? and name = ? returning " + COLUMNS,
                CacheStore::row,
                now,
                owner,
                name);
    }

    /** An owner's caches; what was used last comes first. */
    public List<CacheRow> of(long owner) {
        return database.rows(
                "select " + COLUMNS + " from cache where owner_id = ? order by last_used desc, name",
                CacheStore::row,
                owner);
    }

    /** Removes a cache. @return its file; empty when there is none of this name */
    public Optional<String> remove(long owner, String name) {
        return database.first(
                "delete from cache where owner_id = ? and name = ? returning file",
                row -> row.getString("file"),
                owner,
                name);
    }

    /** Those of some files that belong to a cache. */
    public Set<String> known(Collection<String> files) {
        return new HashSet<>(
                database.rows("select file from cache where file = any (?)", row -> row.getString("file"), (Object)
                        files.toArray(String[]::new)));
    }

    private static CacheRow row(ResultSet row) throws SQLException {
        return new CacheRow(
                row.getLong("owner_id"),
                row.getString("name"),
                row.getString("file"),
                row.getLong("size"),
                row.getString("sha256"),
                Database.instant(row, "created"),
                Database.instant(row, "last_used"));
    }

    /**
     * A cache as it is stored.
     *
     * @param file the name of its file, which no other cache ever has
     * @param size in bytes
     * @param sha256 in lower-case hexadecimal
     * @param created when the file was made
     */
    public record CacheRow(
            long owner, String name, String file, long size, String sha256, Instant created, Instant lastUsed) {}
}
