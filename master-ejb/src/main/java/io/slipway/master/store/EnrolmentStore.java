// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.RunnerName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is enrolled: the table {@code enrolment_token}, and the keys of the table {@code runner}. Tokens are known by their hash alone. */
public final class EnrolmentStore {
    private final Database database;

    public EnrolmentStore(Database database) {
        this.database = database;
    }

    /**
     * Stores a token, and forgets those whose time has long been over.
     *
     * @param runner the one name that it enrols, and enrols again; null for any that is not taken
     */
    public void insert(String hash, RunnerName runner, String madeBy, Instant now, Instant expires) {
        database.change("delete from enrolment_token where expires < ?::timestamptz - interval '30 days'", now);
        database.change(
                "insert into enrolment_token (hash, runner, made_by, created, expires) values (?, ?, ?, ?, ?)",
                hash,
                runner == null ? null : runner.value(),
                madeBy,
                now,
                expires);
    }

    /** Uses a token up; empty when it cannot be used, whatever the reason. Of those who try at the same time one gets it. */
    public Optional<TokenRow> use(String hash, RunnerName by, Instant now) {
        return database.first("""
                update enrolment_token set used = ?, used_by = ?
                where hash = ? and used is null and expires > ? and (runner is null or runner = ?)
                returning runner, expires, used_by
                """, EnrolmentStore::token, now, by.value(), hash, now, by.value());
    }

    public Optional<TokenRow> find(String hash) {
        return database.first(
                "select runner, expires, used_by from enrolment_token where hash = ?", EnrolmentStore::token, hash);
    }

    private static TokenRow token(ResultSet row) throws SQLException {
        return new TokenRow(row.getString("runner"), Database.instant(row, "expires"), row.getString("used_by"));
    }

    /**
     * Enrols a runner: from now on it has these keys, whatever it had before, and is revoked no more. With other keys its heartbeats count anew;
     * those that were signed with the same might be played again.
     *
     * @param again whether a runner of that name may be there; else nothing changes then
     * @return whether it was enrolled
     */
    public boolean enrol(RunnerName runner, BroughtKeys keys, boolean again, Instant now) {
        return database.change("""
                        insert into runner as r
                            (name, slots, labels, offer, heard, verifying_key, sealing_key, redis_hash, key_number, enrolled)
                        values (?, 0, '', '', ?, ?, ?, nullif(?, ''), 1, ?)
                        on conflict (name) do update
                        set verifying_key = excluded.verifying_key, sealing_key = excluded.sealing_key,
                            redis_hash = excluded.redis_hash,
                            key_number = r.key_number + 1, enrolled = excluded.enrolled, revoked = null,
                            previous_key = null, previous_until = null, keys_since = null, keys_asked = null,
                            sealed_to = null, sealed_to_since = null,
                            sealed = case when r.verifying_key = excluded.verifying_key then r.sealed end,
                            sealed_since = case when r.verifying_key = excluded.verifying_key then r.sealed_since end,
                            beat_session = case when r.verifying_key = excluded.verifying_key then r.beat_session else 0 end,
                            beat_number = case when r.verifying_key = excluded.verifying_key then r.beat_number else 0 end
                        where ? or (r.enrolled is null and r.revoked is null)
                        """, runner.value(), now, keys.verifying(), keys.sealing(), keys.redisHash(), now, again)
                == 1;
    }

    /** Revokes a runner; false when it was before, or there is none. No master hands it a job meanwhile, nor afterwards. */
    public boolean revoke(RunnerName runner, Instant now) {
        return database.change(
                        "update runner set revoked = ?, slots = 0 where name = ? and revoked is null",
                        now,
                        runner.value())
                == 1;
    }

    /** The public keys of a runner that is or was enrolled. */
    public Optional<KeysRow> keys(RunnerName runner) {
        return database.first("""
                select verifying_key, sealing_key, key_number, revoked is not null as revoked, previous_key, previous_until, sealed, sealed_since
                from runner where name = ? and enrolled is not null
                """, EnrolmentStore::keys, runner.value());
    }

    private static KeysRow keys(ResultSet row) throws SQLException {
        return new KeysRow(
                row.getString("verifying_key"),
                row.getString("sealing_key"),
                row.getLong("key_number"),
                row.getBoolean("revoked"),
                row.getString("previous_key"),
                Database.instant(row, "previous_until"),
                row.getObject("sealed", Boolean.class),
                Database.instant(row, "sealed_since"));
    }

    /** The public keys of a runner, which nobody else changes until the transaction ends. */
    public Optional<KeysRow> lockKeys(RunnerName runner) {
        return database.first("""
                select verifying_key, sealing_key, key_number, revoked is not null as revoked, previous_key, previous_until, sealed, sealed_since
                from runner where name = ? and enrolled is not null for no key update
                """, EnrolmentStore::keys, runner.value());
    }

    /**
     * Gives a runner other keys while it goes on. Its heartbeats count on.
     *
     * @param keys the verifying one, and the sealing one
     * @param until how long events may be signed with the key before
     */
    public void renew(RunnerName runner, List<String> keys, Instant now, Instant until) {
        database.change("""
                update runner set previous_key = verifying_key, previous_until = ?, verifying_key = ?, sealing_key = ?,
                                  key_number = key_number + 1, keys_since = ?, keys_asked = null
                where name = ?
                """, until, keys.get(0), keys.get(1), now, runner.value());
    }

    /**
     * Notes how a runner spoke; in clear changes nothing of one that was heard before.
     *
     * @param number of the keys that it was believed for; with others by now nothing changes
     * @return whether that changed anything
     */
    public boolean spoke(RunnerName runner, long number, boolean sealed, Instant now) {
        return database.change("""
                        update runner set sealed = ?, sealed_since = case when ? then ?::timestamptz end
                        where name = ? and key_number = ? and (sealed is null or ? and not sealed)
                        """, sealed, sealed, now, runner.value(), number, sealed) == 1;
    }

    /** Notes which of the masters' public keys a runner seals to; one that is older than what is known changes nothing. */
    public void sealsTo(RunnerName runner, String key, Instant now) {
        database.change("""
                update runner r set sealed_to = k.number, sealed_to_since = ? from opening_key k
                where r.name = ? and k.key = ? and (r.sealed_to is null or r.sealed_to < k.number)
                """, now, runner.value(), key);
    }

    /** Since when the last of the runners that are enrolled and not revoked has sealed to what it seals to. */
    public Optional<Instant> lastSealedTo() {
        return database.first("""
                select max(sealed_to_since) as since from runner where enrolled is not null and revoked is null
                having max(sealed_to_since) is not null
                """, row -> Database.instant(row, "since"));
    }

    /**
     * The runners that are enrolled and not revoked, and were not seen to seal to that key of the masters, or a newer one.
     *
     * @param number of the key
     */
    public List<SealingRow> sealingBefore(long number) {
        return database.rows(
                """
                select name, heard from runner
                where enrolled is not null and revoked is null and (sealed_to is null or sealed_to < ?)
                order by name
                """,
                row -> new SealingRow(new RunnerName(row.getString("name")), Database.instant(row, "heard")),
                number);
    }

    /**
     * A runner that seals to an older key of the masters, or to none.
     *
     * @param heard when its last heartbeat came, or it was enrolled the first time
     */
    public record SealingRow(RunnerName runner, Instant heard) {}

    /** Notes that a runner is to make keys anew; false when there is none. */
    public boolean askForKeys(RunnerName runner, Instant now) {
        return database.change(
                        "update runner set keys_asked = ? where name = ? and enrolled is not null and revoked is null",
                        now,
                        runner.value())
                == 1;
    }

    /**
     * Those that are there and have not made the keys for which they were asked.
     *
     * @param before they were asked before
     * @param heard they were heard since then
     */
    public List<RunnerName> askAgainForKeys(Instant before, Instant heard, Instant now) {
        return database.rows("""
                update runner set keys_asked = ?
                where keys_asked < ? and heard > ? and enrolled is not null and revoked is null
                returning name
                """, row -> new RunnerName(row.getString("name")), now, before, heard);
    }

    /** Forgets tokens that nobody has used. */
    public void removeUnused() {
        database.change("delete from enrolment_token where used is null");
    }

    /** Every runner that is enrolled, or was before it was revoked. */
    public Set<RunnerName> everEnrolled() {
        return database
                .rows(
                        "select name from runner where enrolled is not null",
                        row -> new RunnerName(row.getString("name")))
                .stream()
                .collect(Collectors.toSet());
    }

    /** SHA-256 of the password that each runner has at Redis, of those that are enrolled, not revoked, and have one. */
    public Map<RunnerName, String> redisHashes() {
        return database
                .rows(
                        "select name, redis_hash from runner where enrolled is not null and revoked is null and redis_hash is not null",
                        row -> Map.entry(new RunnerName(row.getString("name")), row.getString("redis_hash")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The number of the keys of every runner that is enrolled and not revoked. */
    public Map<RunnerName, Long> keyNumbers() {
        return database
                .rows(
                        "select name, key_number from runner where enrolled is not null and revoked is null",
                        row -> Map.entry(new RunnerName(row.getString("name")), row.getLong("key_number")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * What a runner has made and brings when it is enrolled.
     *
     * @param verifying the public key that its events are signed with
     * @param sealing the public key that orders are sealed to
     * @param redisHash SHA-256 of its password at Redis; empty for none
     */
    public record BroughtKeys(String verifying, String sealing, String redisHash) {}

    /**
     * A token.
     *
     * @param runner the one name that it enrols; null for any that is not taken
     * @param usedBy the runner that was enrolled with it; null while it was not used
     */
    public record TokenRow(String runner, Instant expires, String usedBy) {}

    /**
     * The public keys of a runner.
     *
     * @param number grows whenever they are replaced
     * @param previousKey with which events may be signed too; null when there is none
     * @param previousUntil until then; null when there is none
     * @param sealed whether it seals what it says, and has to from now on; null while it was not heard since it was enrolled
     * @param sealedSince when it was first heard to; null when it was not
     */
    public record KeysRow(
            String verifyingKey,
            String sealingKey,
            long number,
            boolean revoked,
            String previousKey,
            Instant previousUntil,
            Boolean sealed,
            Instant sealedSince) {}
}
