// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables {@code two_step} and {@code recovery_code}: what a user's second step of the login is looked at with. */
public final class TwoStepStore {
    private final Database database;

    public TwoStepStore(Database database) {
        this.database = database;
    }

    public Optional<TwoStepRow> find(long user) {
        return database.first(
                "select sealed, created, confirmed from two_step where user_id = ?",
                row -> new TwoStepRow(
                        row.getBytes("sealed"), Database.instant(row, "created"), Database.instant(row, "confirmed")),
                user);
    }

    /** Begins to set it up, anew when that was begun before; false when it is on. */
    public boolean begin(long user, byte[] sealed, Instant now) {
        return database.change("""
                        insert into two_step (user_id, sealed, created) values (?, ?, ?)
                        on conflict (user_id) do update set sealed = excluded.sealed, created = excluded.created, last_step = 0
                        where two_step.confirmed is null
                        """, user, sealed, now) == 1;
    }

    /**
     * Turns it on; false when it is on already, or was begun anew with another secret meanwhile.
     *
     * @param created when it was begun
     */
    public boolean confirm(long user, Instant created, long step, Instant now) {
        return database.change("""
                        update two_step set confirmed = ?, last_step = ?
                        where user_id = ? and created = ? and confirmed is null
                        """, now, step, user, created) == 1;
    }

    /** Secrets that are not sealed with the newest key, those of users after {@code after}; keeps others from changing them. */
    public List<SealedSecret> sealedOtherwise(byte[] mark, long after, int most) {
        return database.rows(
                """
                select user_id, sealed from two_step where user_id > ? and substring(sealed from 1 for 5) <> ?
                order by user_id limit ? for update skip locked
                """, row -> new SealedSecret(row.getLong("user_id"), row.getBytes("sealed")), after, mark, most);
    }

    /** How many are not sealed with the newest key. */
    public int countSealedOtherwise(byte[] mark) {
        return database.first(
                        "select count(*) from two_step where substring(sealed from 1 for 5) <> ?",
                        row -> row.getInt(1),
                        (Object) mark)
                .orElse(0);
    }

    public void reseal(long user, byte[] sealed) {
        database.change("update two_step set sealed = ? where user_id = ?", sealed, user);
    }

    /** What codes of a user are made from, sealed. */
    public record SealedSecret(long user, byte[] sealed) {}

    /** Takes the code of a time step; false when that one, or one after it, was taken before. */
    public boolean use(long user, long step) {
        return database.change("""
                        update two_step set last_step = ? where user_id = ? and confirmed is not null and last_step < ?
                        """, step, user, step) == 1;
    }

    /** Turns it off; false when it was not there. */
    public boolean remove(long user) {
        return database.change("delete from two_step where user_id = ?", user) == 1;
    }

    /** Keeps these recovery codes in place of those before; false when it is not on. Of two at once the second replaces those of the first. */
    public boolean replaceCodes(long user, List<String> hashes) {
        boolean on = database.first(
                        "select 1 from two_step where user_id = ? and confirmed is not null for update",
                        row -> true,
                        user)
                .isPresent();
        if (!on) {
            return false;
        }
        database.change("delete from recovery_code where user_id = ?", user);
        database.changeEach(
                "insert into recovery_code (user_id, hash) values (?, ?)",
                hashes.stream().map(hash -> new Object[] {user, hash}).toList());
        return true;
    }

    /** Uses a recovery code up; false when there is none such. */
    public boolean useCode(long user, String hash) {
        return database.change("delete from recovery_code where user_id = ? and hash = ?", user, hash) == 1;
    }

    public int countCodes(long user) {
        return database.first("select count(*) from recovery_code where user_id = ?", row -> row.getInt(1), user)
                .orElse(0);
    }

    /**
     * The second step of one user.
     *
     * @param sealed what codes are made from
     * @param confirmed since when it is on; null while it is only begun
     */
    public record TwoStepRow(byte[] sealed, Instant created, Instant confirmed) {
        public boolean isOn() {
            return confirmed != null;
        }
    }
}
