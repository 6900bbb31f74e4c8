// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.AttemptRef;
import io.slipway.master.store.UserStore.UserRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code job_token}: the tokens of attempts. */
public final class JobTokenStore {
    private final Database database;

    public JobTokenStore(Database database) {
        this.database = database;
    }

    /** The token of an attempt, sealed. */
    public Optional<byte[]> sealed(AttemptRef attempt) {
        return database.first(
                "select sealed from job_token where job_id = ? and number = ?",
                row -> row.getBytes("sealed"),
                attempt.job().value(),
                attempt.number());
    }

    public void insert(AttemptRef attempt, NewToken token) {
        database.change(
                "insert into job_token (job_id, number, hash, sealed, grants, overtime) values (?, ?, ?, ?, ?, ?)",
                attempt.job().value(),
                attempt.number(),
                token.hash(),
                token.sealed(),
                token.grants(),
                token.overtime());
    }

    /** Tokens that are not sealed with the newest key, those of jobs after {@code after}; keeps others from changing them. */
    public List<SealedToken> sealedOtherwise(byte[] mark, long after, int most) {
        return database.rows(
                """
                select t.job_id, t.number, t.sealed from job_token t
                where t.job_id > ? and substring(t.sealed from 1 for 5) <> ?
                order by t.job_id, t.number limit ? for update skip locked
                """,
                row -> new SealedToken(row.getLong("job_id"), row.getInt("number"), row.getBytes("sealed")),
                after,
                mark,
                most);
    }

    /** How many are not sealed with the newest key. */
    public int countSealedOtherwise(byte[] mark) {
        return database.first(
                        "select count(*) from job_token where substring(sealed from 1 for 5) <> ?",
                        row -> row.getInt(1),
                        (Object) mark)
                .orElse(0);
    }

    public void reseal(SealedToken token, byte[] sealed) {
        database.change(
                "update job_token set sealed = ? where job_id = ? and number = ?", sealed, token.job(), token.number());
    }

    /** Who a token stands for; also when it works no more. */
    public Optional<TokenRow> find(String hash) {
        return database.first(
                "select t.job_id, t.grants, a.ended is not null as ended, " + UserStore.COLUMNS + """
                       , a.overdue - make_interval(secs => t.overtime) as expires
                from job_token t
                join attempt a on a.job_id = t.job_id and a.number = t.number
                join job j on j.id = t.job_id
                join "user" u on u.id = j.owner_id
                where t.hash = ?
                """,
                row -> new TokenRow(
                        row.getLong("job_id"),
                        UserStore.row(row),
                        row.getString("grants"),
                        Database.instant(row, "expires"),
                        row.getBoolean("ended")),
                hash);
    }

    /** Which attempt a token was made for, and which runner had it, in words. */
    public Optional<String> holder(String hash) {
        return database.first(
                """
                select a.job_id, a.number, a.epoch, a.runner
                from job_token t join attempt a on a.job_id = t.job_id and a.number = t.number
                where t.hash = ?
                """,
                row -> "job %d attempt %d epoch %d of runner `%s`"
                        .formatted(
                                row.getLong("job_id"),
                                row.getInt("number"),
                                row.getLong("epoch"),
                                row.getString("runner")),
                hash);
    }

    /** A token of an attempt, sealed. */
    public record SealedToken(long job, int number, byte[] sealed) {}

    /**
     * A token that is to be stored.
     *
     * @param grants joined by blanks
     * @param overtime seconds from its end to the moment at which its attempt is overdue
     */
    public record NewToken(String hash, byte[] sealed, String grants, int overtime) {}

    /**
     * A token as it is stored.
     *
     * @param owner the job's
     * @param grants joined by blanks
     * @param expires when its attempt's time is up
     * @param ended whether its attempt has ended
     */
    public record TokenRow(long job, UserRow owner, String grants, Instant expires, boolean ended) {}
}
