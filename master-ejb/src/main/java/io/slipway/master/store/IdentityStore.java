// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code identity}: what OpenID providers call the users. */
public final class IdentityStore {
    private static final String FIND = "select issuer, subject, owner_id, name, created, used from identity where ";

    private final Database database;

    public IdentityStore(Database database) {
        this.database = database;
    }

    /** Whose it is; who asks for the same one again waits until the transaction ends, also when there is none. */
    public Optional<IdentityRow> lock(String issuer, String subject) {
        database.first(
                "select pg_advisory_xact_lock(hashtextextended('identity ' || ? || ' ' || ?, 0))",
                row -> true,
                issuer,
                subject);
        return database.first(FIND + "issuer = ? and subject = ?", IdentityStore::row, issuer, subject);
    }

    /** Stores one that {@link #lock} has not found. */
    public void insert(IdentityRow identity) {
        database.change(
                "insert into identity (issuer, subject, owner_id, name, created, used) values (?, ?, ?, ?, ?, ?)",
                identity.issuer(),
                identity.subject(),
                identity.owner(),
                identity.name(),
                identity.created(),
                identity.used());
    }

    /** Notes a login, and what the provider calls the person now. */
    public void used(String issuer, String subject, String name, Instant now) {
        database.change(
                "update identity set name = ?, used = ? where issuer = ? and subject = ?", name, now, issuer, subject);
    }

    /** Oldest first. */
    public List<IdentityRow> of(long owner) {
        return database.rows(FIND + "owner_id = ? order by created, issuer, subject", IdentityStore::row, owner);
    }

    /** How many a user has; keeps other masters from removing one until the transaction ends. */
    public int lockAndCount(long owner) {
        database.first("select 1 from \"user\" where id = ? for no key update", row -> true, owner);
        return database.first("select count(*) from identity where owner_id = ?", row -> row.getInt(1), owner)
                .orElse(0);
    }

    /** Whether the user had it. */
    public boolean remove(long owner, String issuer, String subject) {
        return database.change(
                        "delete from identity where owner_id = ? and issuer = ? and subject = ?",
                        owner,
                        issuer,
                        subject)
                == 1;
    }

    private static IdentityRow row(ResultSet row) throws SQLException {
        return new IdentityRow(
                row.getString("issuer"),
                row.getString("subject"),
                row.getLong("owner_id"),
                row.getString("name"),
                Database.instant(row, "created"),
                Database.instant(row, "used"));
    }

    /**
     * An identity as it is stored.
     *
     * @param issuer the OpenID provider
     * @param subject what the provider calls the person, for ever
     * @param owner id of the user
     * @param name as the provider shows the person; may be empty
     * @param used when somebody logged in with it last
     */
    public record IdentityRow(String issuer, String subject, long owner, String name, Instant created, Instant used) {}
}
