// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.trigger.TriggerCondition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code delivery}: what has to be told to somebody because a job or group has ended, and how far that has come. */
public final class DeliveryStore {
    private static final String ROWS = """
            select uuid, action, condition, status, target, cc, state, tries, due, leased_until, created, ended, answer_status, answer
            from delivery
            """;

    private final Database database;

    public DeliveryStore(Database database) {
        this.database = database;
    }

    /** Keeps what has to be delivered, due at once. */
    public void insert(List<NewDelivery> deliveries, Instant now) {
        database.changeEach(
                """
                insert into delivery
                    (uuid, job_id, group_id, owner_id, status, action, condition, target, cc, in_reply_to, subject, body, created, due)
                values (?, ?::bigint, ?::bigint, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, deliveries.stream().map(delivery -> values(delivery, now)).toList());
    }

    private static Object[] values(NewDelivery delivery, Instant now) {
        Message message = delivery.message();
        return new Object[] {
            delivery.uuid(),
            delivery.job() == null ? null : delivery.job().value(),
            delivery.group() == null ? null : delivery.group().value(),
            delivery.owner(),
            delivery.status().word(),
            message.action(),
            delivery.condition().word(),
            message.target(),
            message.cc(),
            message.inReplyTo(),
            message.subject(),
            message.body(),
            now,
            now
        };
    }

    /**
     * Takes the delivery that is to be tried next. Owners take turns: it is one of the owner whose last try is the longest ago, so that receivers
     * which are away hold up nobody but their owner; of that owner's, one that was tried least often. It belongs to the caller until the
     * lease ends.
     *
     * @param mostOfOne how many of one owner's are tried at once
     */
    public Optional<TakenDelivery> take(Instant now, Instant leasedUntil, int mostOfOne) {
        // One after the other, each of whom sees what those before have taken: else an owner's turn, and the limit,
        // would count for each alone.
        database.first("select pg_advisory_xact_lock(hashtextextended('delivery', 0))", row -> true);
        return database.first("""
                update delivery set leased_until = ?, tries = tries + 1, turn = nextval('delivery_turn')
                where uuid = (
                    select d.uuid from delivery d
                    where d.state = 'pending' and d.due <= ? and (d.leased_until is null or d.leased_until <= ?)
                      and d.owner_id = (
                        select o.owner_id
                        from (select distinct w.owner_id from delivery w
                              where w.state = 'pending' and w.due <= ? and (w.leased_until is null or w.leased_until <= ?)) o
                        where (select count(*) from delivery l
                               where l.owner_id = o.owner_id and l.state = 'pending' and l.leased_until > ?) < ?
                        order by (select max(t.turn) from delivery t where t.owner_id = o.owner_id) nulls first, o.owner_id
                        limit 1)
                    order by d.tries, d.due, d.place
                    limit 1
                    for no key update skip locked)
                returning uuid, action, target, cc, in_reply_to, subject, body, rest, tries, created
                """, DeliveryStore::taken, leasedUntil, now, now, now, now, now, mostOfOne);
    }

    /** Notes that a delivery was made; also when another try of it has begun since. */
    public boolean sent(UUID delivery, LastAnswer answer, Instant now) {
        return database.change("""
                        update delivery
                        set state = 'sent', ended = ?, leased_until = null, answer_status = ?::integer, answer = ?
                        where uuid = ? and state = 'pending'
                        """, now, answer.status(), answer.text(), delivery) == 1;
    }

    /** Notes that a delivery is tried no more; nothing when another try of it has begun since. */
    public boolean giveUp(TakenDelivery taken, LastAnswer answer, Instant now) {
        return database.change("""
                        update delivery
                        set state = 'given-up', ended = ?, leased_until = null, answer_status = ?::integer, answer = ?
                        where uuid = ? and tries = ? and state = 'pending'
                        """, now, answer.status(), answer.text(), taken.uuid(), taken.tries()) == 1;
    }

    /**
     * Has a delivery tried again later; nothing when another try of it has begun since.
     *
     * @param rest the addresses to which it has to go yet; empty for all
     */
    public boolean tryAgain(TakenDelivery taken, LastAnswer answer, String rest, Instant due) {
        return database.change("""
                        update delivery set due = ?, leased_until = null, answer_status = ?::integer, answer = ?, rest = ?
                        where uuid = ? and tries = ? and state = 'pending'
                        """, due, answer.status(), answer.text(), rest, taken.uuid(), taken.tries()) == 1;
    }

    /** Forgets deliveries that ended before, the oldest first; gives how many. Those that another master forgets right now are passed by. */
    public int forget(Instant before, int most) {
        return database.change("""
                delete from delivery where uuid = any (array(
                    select uuid from delivery where ended < ? order by ended limit ? for update skip locked))
                """, before, most);
    }

    /** The deliveries of a job, oldest first. */
    public List<DeliveryRow> of(JobId job) {
        return database.rows(ROWS + " where job_id = ? order by place", DeliveryStore::row, job.value());
    }

    /** The deliveries of a group, oldest first. */
    public List<DeliveryRow> of(GroupId group) {
        return database.rows(ROWS + " where group_id = ? order by place", DeliveryStore::row, group.value());
    }

    private static TakenDelivery taken(ResultSet row) throws SQLException {
        return new TakenDelivery(
                row.getObject("uuid", UUID.class),
                new Message(
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("cc"),
                        row.getString("in_reply_to"),
                        row.getString("subject"),
                        row.getString("body")),
                row.getString("rest"),
                row.getInt("tries"),
                Database.instant(row, "created"));
    }

    private static DeliveryRow row(ResultSet row) throws SQLException {
        int status = row.getInt("answer_status");
        return new DeliveryRow(
                row.getObject("uuid", UUID.class),
                row.getString("action"),
                TriggerCondition.ofWord(row.getString("condition")),
                JobStatus.ofWord(row.getString("status")),
                row.getString("target"),
                row.getString("cc"),
                row.getString("state"),
                row.getInt("tries"),
                Database.instant(row, "due"),
                Database.instant(row, "leased_until"),
                Database.instant(row, "created"),
                Database.instant(row, "ended"),
                new LastAnswer(status == 0 ? null : status, row.getString("answer")));
    }

    /**
     * What is delivered, as it is sent in every try.
     *
     * @param action {@code email} or {@code webhook}
     * @param target the addresses of {@code to}, or that of the webhook
     * @param cc empty for none, as is the message id that a mail answers; a webhook has neither, and no subject
     */
    public record Message(String action, String target, String cc, String inReplyTo, String subject, String body) {}

    /**
     * A delivery that is to be stored.
     *
     * @param uuid new for each end of its job or group
     * @param job null for a group's
     * @param group null for a job's
     * @param owner id of the user
     * @param status that the job or group ended with
     */
    public record NewDelivery(
            UUID uuid,
            JobId job,
            GroupId group,
            long owner,
            JobStatus status,
            TriggerCondition condition,
            Message message) {}

    /**
     * A delivery that is tried now.
     *
     * @param rest the addresses that a mail server has not taken yet; empty for all
     * @param tries counts this one
     */
    public record TakenDelivery(UUID uuid, Message message, String rest, int tries, Instant created) {}

    /**
     * What came of a try.
     *
     * @param status of HTTP or SMTP; null when nobody answered
     * @param text the beginning of the answer, or a sentence about what went wrong
     */
    public record LastAnswer(Integer status, String text) {}

    /**
     * A delivery as it is stored.
     *
     * @param status that it tells
     * @param state {@code pending}, {@code sent} or {@code given-up}
     * @param due when it is tried next
     * @param leasedUntil null while nobody tries it
     * @param ended null while it is pending
     */
    public record DeliveryRow(
            UUID uuid,
            String action,
            TriggerCondition condition,
            JobStatus status,
            String target,
            String cc,
            String state,
            int tries,
            Instant due,
            Instant leasedUntil,
            Instant created,
            Instant ended,
            LastAnswer answer) {}
}
