// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The table {@code secret}: what it keeps of a content is sealed, and bound to owner and uuid. */
public final class SecretStore {
    private static final String COLUMNS = """
            s.id, s.uuid, s.owner_id, f.name as from_name, s.shared, s.name, s.type, s.path, s.mode, s.created, s.updated, s.last_used
            """;
    private static final String FROM = " from secret s left join \"user\" f on f.id = s.from_id ";

    private final Database database;

    public SecretStore(Database database) {
        this.database = database;
    }

    /**
     * How many secrets a user has; keeps other masters from adding one until the transaction ends.
     *
     * @param shared counts those that others shared, else the user's own
     */
    public int lockAndCount(long owner, boolean shared) {
        database.first("select 1 from \"user\" where id = ? for no key update", row -> true, owner);
        return database.first(
                        "select count(*) from secret where owner_id = ? and shared = ?",
                        row -> row.getInt(1),
                        owner,
                        shared)
                .orElse(0);
    }

    /** Stores a secret; false when its owner has one of this name, and nothing is stored. */
    public boolean insert(SealedSecret secret) {
        SecretRow row = secret.row();
        return database.change(
                        """
                        insert into secret (uuid, owner_id, shared, name, type, path, mode, sealed, created, updated)
                        values (?, ?, false, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (owner_id, name) do nothing
                        """,
                        row.uuid(),
                        row.owner(),
                        text(row.name()),
                        row.type(),
                        row.path(),
                        row.mode(),
                        secret.sealed(),
                        row.created(),
                        row.created())
                == 1;
    }

    /** Stores what somebody shared; a name that the new owner has already is left out. Sharing it again changes nothing. */
    public void insertShared(SealedSecret secret, long from) {
        SecretRow row = secret.row();
        database.change(
                """
                insert into secret (uuid, owner_id, from_id, shared, name, type, path, mode, sealed, created, updated)
                select ?, ?, ?, true, (select n.name from (values (?::text)) as n (name)
                                       where not exists (select 1 from secret o where o.owner_id = ? and o.name = n.name)),
                       ?, ?, ?, ?, ?, ?
                on conflict (owner_id, uuid) do nothing
                """,
                row.uuid(),
                row.owner(),
                from,
                text(row.name()),
                row.owner(),
                row.type(),
                row.path(),
                row.mode(),
                secret.sealed(),
                row.created(),
                row.created());
    }

    /**
     * Newest first.
     *
     * @param before id of the secret behind which the list begins; 0 for the newest
     */
    public List<SecretRow> list(long owner, long before, int most) {
        return database.rows("select " + COLUMNS + FROM + """
                        where s.owner_id = ? and (? = 0 or s.id < ?) order by s.id desc limit ?
                        """, SecretStore::row, owner, before, before, most);
    }

    public Optional<SecretRow> find(long owner, UUID uuid) {
        return database.first(
                "select " + COLUMNS + FROM + "where s.owner_id = ? and s.uuid = ?", SecretStore::row, owner, uuid);
    }

    public Optional<SealedSecret> findSealed(long owner, UUID uuid) {
        return database.first(
                "select s.sealed, " + COLUMNS + FROM + "where s.owner_id = ? and s.uuid = ?",
                SecretStore::sealed,
                owner,
                uuid);
    }

    /** Those of a user's secrets that have one of these uuids or names. */
    public List<SecretSize> sizes(long owner, Collection<UUID> uuids, Collection<String> names) {
        return database.rows(
                """
                select uuid, name, octet_length(sealed) as length from secret
                where owner_id = ? and (uuid = any (?) or name = any (?))
                """,
                row -> new SecretSize(row.getObject("uuid", UUID.class), name(row), row.getInt("length")),
                owner,
                uuids.toArray(UUID[]::new),
                names.toArray(String[]::new));
    }

    /** What a user calls secrets. */
    public Set<String> names(long owner) {
        return Set.copyOf(database.rows(
                "select name from secret where owner_id = ? and name is not null",
                row -> row.getString("name"),
                owner));
    }

    /** Notes that secrets went out; one that another master is noting this of right now is passed by. */
    public void used(Collection<Long> ids, Instant now) {
        database.change("""
                with free as (select id from secret where id = any (?) order by id for no key update skip locked)
                update secret s set last_used = ? from free where s.id = free.id
                """, ids.toArray(Long[]::new), now);
    }

    /** Secrets that are not sealed with the newest key, by id, those after {@code after}; keeps others from changing them. */
    public List<SealedSecret> sealedOtherwise(byte[] mark, long after, int most) {
        return database.rows("select s.sealed, " + COLUMNS + FROM + """
                        where s.id > ? and substring(s.sealed from 1 for 5) <> ?
                        order by s.id limit ? for update of s skip locked
                        """, SecretStore::sealed, after, mark, most);
    }

    /** How many are not sealed with the newest key. */
    public int countSealedOtherwise(byte[] mark) {
        return database.first(
                        "select count(*) from secret where substring(sealed from 1 for 5) <> ?",
                        row -> row.getInt(1),
                        (Object) mark)
                .orElse(0);
    }

    public void reseal(long id, byte[] sealed) {
        database.change("update secret set sealed = ? where id = ?", sealed, id);
    }

    /** Whether the user had it. */
    public boolean remove(long owner, UUID uuid) {
        return database.change("delete from secret where owner_id = ? and uuid = ?", owner, uuid) == 1;
    }

    private static String text(String name) {
        return name.isEmpty() ? null : name;
    }

    private static String name(ResultSet row) throws SQLException {
        return row.getString("name") == null ? "" : row.getString("name");
    }

    static SecretRow row(ResultSet row) throws SQLException {
        return new SecretRow(
                row.getLong("id"),
                row.getObject("uuid", UUID.class),
                row.getLong("owner_id"),
                row.getBoolean("shared"),
                row.getString("from_name") == null ? "" : row.getString("from_name"),
                name(row),
                row.getString("type"),
                row.getString("path"),
                row.getObject("mode", Integer.class),
                Database.instant(row, "created"),
                Database.instant(row, "updated"),
                Database.instant(row, "last_used"));
    }

    static SealedSecret sealed(ResultSet row) throws SQLException {
        return new SealedSecret(row(row), row.getBytes("sealed"));
    }

    /**
     * A secret as it is stored, without its content.
     *
     * @param id 0 before it is stored
     * @param owner id of the user
     * @param shared whether somebody shared it
     * @param from name of who did; empty for nobody, and when that account is gone
     * @param name empty for none
     * @param type its word
     * @param path null unless it is a file
     * @param mode null unless it is a file
     * @param lastUsed null when never
     */
    public record SecretRow(
            long id,
            UUID uuid,
            long owner,
            boolean shared,
            String from,
            String name,
            String type,
            String path,
            Integer mode,
            Instant created,
            Instant updated,
            Instant lastUsed) {}

    /** A secret as it is stored, with its content sealed. */
    public record SealedSecret(SecretRow row, byte[] sealed) {}

    /**
     * How large a secret is.
     *
     * @param name empty for none
     * @param length in bytes, of the sealed content, which is a little more
     */
    public record SecretSize(UUID uuid, String name, int length) {}
}
