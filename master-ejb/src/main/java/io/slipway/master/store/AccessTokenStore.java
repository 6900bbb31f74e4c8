// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code access_token}; it knows tokens by their hash alone. */
public final class AccessTokenStore {
    private static final String COLUMNS = "t.id, t.name, t.grants, t.created, t.expires, t.last_used, ";
    private static final String FIND = "select " + COLUMNS + UserStore.COLUMNS + """
            from access_token t join "user" u on u.id = t.owner_id
            where
            """;

    private final Database database;

    public AccessTokenStore(Database database) {
        this.database = database;
    }

    /** Gives the token's number. */
    public long insert(long owner, String name, String hash, String grants, Instant now, Instant expires) {
        return database.first("""
                        insert into access_token (id, owner_id, name, hash, grants, created, expires)
                        values (nextval('access_token_id'), ?, ?, ?, ?, ?, ?)
                        returning id
                        """, row -> row.getLong("id"), owner, name, hash, grants, now, expires)
                .orElseThrow();
    }

    public Optional<TokenRow> find(String hash) {
        return database.first(FIND + " t.hash = ?", AccessTokenStore::row, hash);
    }

    /** The tokens of a user, newest first. */
    public List<TokenRow> of(long owner) {
        return database.rows(FIND + " t.owner_id = ? order by t.id desc", AccessTokenStore::row, owner);
    }

    /** How many tokens a user has; keeps other masters from adding one until the transaction ends. */
    public int lockAndCount(long owner) {
        database.first("select 1 from \"user\" where id = ? for no key update", row -> true, owner);
        return database.first("select count(*) from access_token where owner_id = ?", row -> row.getInt(1), owner)
                .orElse(0);
    }

    /** Whether the user had the token. */
    public boolean remove(long owner, long id) {
        return database.change("delete from access_token where owner_id = ? and id = ?", owner, id) == 1;
    }

    /** Removes the tokens of a user that expired before then. */
    public void forget(long owner, Instant expiredBefore) {
        database.change("delete from access_token where owner_id = ? and expires < ?", owner, expiredBefore);
    }

    public void used(long token, Instant now) {
        database.change("update access_token set last_used = ? where id = ?", now, token);
    }

    private static TokenRow row(ResultSet row) throws SQLException {
        return new TokenRow(
                row.getLong("id"),
                UserStore.row(row),
                row.getString("name"),
                row.getString("grants"),
                Database.instant(row, "created"),
                Database.instant(row, "expires"),
                Database.instant(row, "last_used"));
    }

    /**
     * A token as it is stored.
     *
     * @param grants joined by blanks
     * @param lastUsed null when never
     */
    public record TokenRow(
            long id,
            UserStore.UserRow owner,
            String name,
            String grants,
            Instant created,
            Instant expires,
            Instant lastUsed) {}
}
