// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code user}: who has an account, and how it stands. */
public final class UserStore {
    static final String COLUMNS = """
            u.id as user_id, u.name as user_name, u.password, u.password_expires, u.role, u.login_epoch, u.suspended, u.notice,
            u.email, u.url, u.location, u.bio, u.created as user_created, u.updated as user_updated,
            exists (select 1 from two_step s where s.user_id = u.id and s.confirmed is not null) as two_step
            """;
    private static final String FIND = "select " + COLUMNS + " from \"user\" u where ";
    private static final String PROFILES =
            "select id, name, email, url, location, bio, created, updated from \"user\" where ";
    private static final String MATCHES =
            "(position(lower(?) in u.name) > 0 or position(lower(?) in lower(coalesce(u.email, ''))) > 0)";

    private final Database database;

    public UserStore(Database database) {
        this.database = database;
    }

    /** Stores an account; empty when one has its name or its e-mail address already. */
    public Optional<UserRow> insert(NewUser user, Instant now) {
        return database.first(
                """
                insert into "user" as u (id, name, password, password_expires, role, email, created, updated)
                values (nextval('user_id'), ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                returning
                """ + COLUMNS,
                UserStore::row,
                user.name(),
                user.password(),
                user.passwordExpires(),
                user.role(),
                user.email(),
                now,
                now);
    }

    public Optional<UserRow> find(String name) {
        return database.first(FIND + "u.name = ?", UserStore::row, name);
    }

    public Optional<UserRow> find(long id) {
        return database.first(FIND + "u.id = ?", UserStore::row, id);
    }

    /** Whether no user is stored; keeps other masters from storing one until the transaction ends. */
    public boolean isEmpty() {
        database.change("lock table \"user\" in share row exclusive mode");
        return database.first("select 1 from \"user\" limit 1", row -> true).isEmpty();
    }

    /**
     * By name.
     *
     * @param search what name or e-mail address contain, in whatever case; empty for all
     * @param start the first name to list; empty for the first of all
     */
    public List<UserRow> list(String search, String start, int most) {
        return database.rows(
                FIND + MATCHES + " and u.name collate \"C\" >= ? order by u.name collate \"C\" limit ?",
                UserStore::row,
                search,
                search,
                start,
                most);
    }

    public long count(String search) {
        return database.first("select count(*) from \"user\" u where " + MATCHES, row -> row.getLong(1), search, search)
                .orElse(0L);
    }

    /** Ids of the administrators that are not suspended; who asks for them again waits until the transaction ends. */
    public List<Long> lockAdministrators() {
        return database.rows(
                "select id from \"user\" where role = 'administrator' and suspended is null order by id for no key update",
                row -> row.getLong("id"));
    }

    /** Whether there was another role. */
    public boolean role(long id, String role, Instant now) {
        return database.change(
                        "update \"user\" set role = ?, updated = ? where id = ? and role <> ?", role, now, id, role)
                == 1;
    }

    /** Suspends an account, which ends its sessions; one that is suspended gets the new notice and keeps the time. */
    public void suspend(long id, String notice, Instant now) {
        database.change("""
                update "user" set suspended = coalesce(suspended, ?), notice = ?, login_epoch = login_epoch + 1, updated = ?
                where id = ?
                """, now, notice, now, id);
    }

    /** Whether the account was suspended. */
    public boolean resume(long id, Instant now) {
        return database.change(
                        "update \"user\" set suspended = null, notice = '', updated = ? where id = ? and suspended is not null",
                        now,
                        id)
                == 1;
    }

    /** What is told of users; of those that there are, in no order. */
    public List<ProfileRow> profiles(Collection<Long> ids) {
        return database.rows(PROFILES + "id = any (?)", UserStore::profile, (Object) ids.toArray(Long[]::new));
    }

    /** As above, by their names. */
    public List<ProfileRow> profilesOf(Collection<String> names) {
        return database.rows(PROFILES + "name = any (?)", UserStore::profile, (Object) names.toArray(String[]::new));
    }

    private static ProfileRow profile(ResultSet row) throws SQLException {
        return new ProfileRow(
                row.getLong("id"),
                row.getString("name"),
                description(row),
                Database.instant(row, "created"),
                Database.instant(row, "updated"));
    }

    private static Description description(ResultSet row) throws SQLException {
        return new Description(
                row.getString("email"), row.getString("url"), row.getString("location"), row.getString("bio"));
    }

    /**
     * Gives another password, which ends the account's sessions.
     *
     * @param epoch that the account must still have
     * @param expires null for a password that is not one-time
     * @return whether the account had that epoch
     */
    public boolean password(long id, int epoch, String hash, Instant expires, Instant now) {
        return database.change("""
                        update "user" set password = ?, password_expires = ?, login_epoch = login_epoch + 1, updated = ?
                        where id = ? and login_epoch = ?
                        """, hash, expires, now, id, epoch) == 1;
    }

    /** Gives another password, whatever became of the one before, which ends the account's sessions. */
    public void password(long id, String hash, Instant expires, Instant now) {
        database.change("""
                update "user" set password = ?, password_expires = ?, login_epoch = login_epoch + 1, updated = ?
                where id = ?
                """, hash, expires, now, id);
    }

    /** Has everybody who is logged in to the account log in again. */
    public void endSessions(long id, Instant now) {
        database.change("update \"user\" set login_epoch = login_epoch + 1, updated = ? where id = ?", now, id);
    }

    /** Keeps the same password as another hash, unless it was changed meanwhile; no session ends. */
    public boolean rehash(long id, String old, String hash) {
        return database.change("update \"user\" set password = ? where id = ? and password = ?", hash, id, old) == 1;
    }

    /** Changes what an account says of itself; false when another has the e-mail address. */
    public boolean describe(long id, Description description, Instant now) {
        if (description.email() != null) {
            // Else two at once would find the address free, and the second end at the index.
            database.first(
                    "select pg_advisory_xact_lock(hashtextextended('user_email ' || lower(?), 0))",
                    row -> true,
                    description.email());
        }
        return database.change(
                        """
                        update "user" set email = ?, url = ?, location = ?, bio = ?, updated = ?
                        where id = ? and not exists (
                            select 1 from "user" o where lower(o.email) = lower(?::text) and o.id <> ?)
                        """,
                        description.email(),
                        description.url(),
                        description.location(),
                        description.bio(),
                        now,
                        id,
                        description.email(),
                        id)
                == 1;
    }

    static UserRow row(ResultSet row) throws SQLException {
        return new UserRow(
                row.getLong("user_id"),
                row.getString("user_name"),
                row.getString("password"),
                Database.instant(row, "password_expires"),
                row.getString("role"),
                row.getInt("login_epoch"),
                Database.instant(row, "suspended"),
                row.getString("notice"),
                description(row),
                Database.instant(row, "user_created"),
                Database.instant(row, "user_updated"),
                row.getBoolean("two_step"));
    }

    /**
     * An account that is to be stored.
     *
     * @param password hashed; null for none
     * @param passwordExpires null unless the password is one-time
     * @param email null for none
     */
    public record NewUser(String name, String password, Instant passwordExpires, String role, String email) {
        /** One with a password of its own and no e-mail address. */
        public static NewUser withPassword(String name, String password, String role) {
            return new NewUser(name, password, null, role, null);
        }
    }

    /**
     * What an account says of itself.
     *
     * @param email null for none
     */
    public record Description(String email, String url, String location, String bio) {}

    /**
     * A user as stored.
     *
     * @param password hashed; null for who has none
     * @param passwordExpires until when a one-time password can be changed for one of the user's own; null for the latter
     * @param epoch grows when the sessions of the user are to end
     * @param suspended since when; null when not
     * @param notice why, for the user to read; empty when not suspended
     * @param twoStep whether the login asks for a code too
     */
    public record UserRow(
            long id,
            String name,
            String password,
            Instant passwordExpires,
            String role,
            int epoch,
            Instant suspended,
            String notice,
            Description description,
            Instant created,
            Instant updated,
            boolean twoStep) {
        public boolean isSuspended() {
            return suspended != null;
        }
    }

    /** What is told of a user; the e-mail address not to everybody. */
    public record ProfileRow(long id, String name, Description description, Instant created, Instant updated) {}
}
