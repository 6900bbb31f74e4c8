// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The table {@code webhook_delivery}, whose rows the database makes itself when something happens: how far each delivery has come. */
public final class WebhookDeliveryStore {
    private final Database database;

    public WebhookDeliveryStore(Database database) {
        this.database = database;
    }

    /**
     * Takes the delivery that is to be tried next. Owners take turns: it is one of the owner whose last try is the longest ago, so that receivers
     * which are away hold up nobody but their owner; of that owner's, one that was tried least often. Those of users who are suspended wait. It belongs
     * to the caller until the lease ends.
     *
     * @param mostOfOne how many of one owner's are tried at once
     */
    public Optional<TakenDelivery> take(Instant now, Instant leasedUntil, int mostOfOne) {
        // One after the other, each of whom sees what those before have taken: else an owner's turn, and the limit,
        // would count for each alone.
        database.first("select pg_advisory_xact_lock(hashtextextended('webhook_delivery', 0))", row -> true);
        return database.first("""
                with taken as (
                    update webhook_delivery
                    set leased_until = ?, tries = tries + 1, turn = nextval('webhook_delivery_turn')
                    where uuid = (
                        select d.uuid from webhook_delivery d
                        where d.state = 'pending' and d.due <= ? and (d.leased_until is null or d.leased_until <= ?)
                          and d.owner_id = (
                            select o.owner_id
                            from (select distinct w.owner_id from webhook_delivery w
                                  join "user" u on u.id = w.owner_id and u.suspended is null
                                  where w.state = 'pending' and w.due <= ?
                                    and (w.leased_until is null or w.leased_until <= ?)) o
                            where (select count(*) from webhook_delivery l
                                   where l.owner_id = o.owner_id and l.state = 'pending' and l.leased_until > ?) < ?
                            order by (select max(t.turn) from webhook_delivery t where t.owner_id = o.owner_id) nulls first,
                                     o.owner_id
                            limit 1)
                        order by d.tries, d.due, d.place
                        limit 1
                        for no key update skip locked)
                    returning uuid, webhook_id, event, job_id, created, body, tries
                )
                select t.uuid, t.event, t.job_id, t.created, t.body, t.tries,
                       w.owner_id, u.name as owner, w.query, w.url, w.grants
                from taken t join webhook w on w.id = t.webhook_id join "user" u on u.id = w.owner_id
                """, WebhookDeliveryStore::taken, leasedUntil, now, now, now, now, now, mostOfOne);
    }

    /** Keeps what is sent; gives what is kept: what another master has written before stays. */
    public String write(UUID delivery, String body) {
        return database.first(
                        "update webhook_delivery set body = coalesce(body, ?) where uuid = ? returning body",
                        row -> row.getString("body"),
                        body,
                        delivery)
                .orElse(body);
    }

    /** Notes that a receiver has answered, whatever; also when another try has begun since. */
    public void sent(UUID delivery, Answer answer, Instant now) {
        database.change("""
                update webhook_delivery
                set state = 'sent', ended = ?, leased_until = null, answer_status = ?, answer_headers = ?, answer_body = ?
                where uuid = ? and state = 'pending'
                """, now, answer.status(), answer.headers(), answer.body(), delivery);
    }

    /**
     * Has a delivery tried again; nothing when another try of it has begun since.
     *
     * @param answer null when nobody answered
     */
    public void tryAgain(TakenDelivery taken, Answer answer, Instant due) {
        change(taken, "due = ?", answer, due);
    }

    /** Notes that a delivery is tried no more; nothing when another try of it has begun since. */
    public void giveUp(TakenDelivery taken, Answer answer, Instant now) {
        change(taken, "state = 'given-up', ended = ?", answer, now);
    }

    private void change(TakenDelivery taken, String change, Answer answer, Instant at) {
        database.change(
                "update webhook_delivery set " + change + """
                        , leased_until = null, answer_status = ?::integer, answer_headers = ?::text, answer_body = ?::text
                        where uuid = ? and tries = ? and state = 'pending'
                        """,
                at,
                answer == null ? null : answer.status(),
                answer == null ? null : answer.headers(),
                answer == null ? null : answer.body(),
                taken.uuid(),
                taken.tries());
    }

    /**
     * A page of the deliveries of each webhook, newest first; of those that are not the subscriber's there is none.
     *
     * @param starts the greatest place to list, by the webhook's id
     */
    public Map<Long, List<DeliveryRow>> list(WebhookStore.Subscriber subscriber, Map<Long, Long> starts, int most) {
        Map<Long, List<DeliveryRow>> deliveries = new HashMap<>();
        List<Long> webhooks = List.copyOf(starts.keySet());
        database.rows(
                """
                select w.id as webhook, d.uuid, d.place, d.event, d.created, d.body,
                       d.answer_status, d.answer_headers, d.answer_body
                from unnest(?, ?) as w (id, start) join webhook h on h.id = w.id and h.owner_id = ?
                  and string_to_array(h.grants, ' ') <@ ? cross join lateral (
                    select uuid, place, event, created, body, answer_status, answer_headers, answer_body from webhook_delivery d where d.webhook_id = w.id and d.place <= w.start
                    order by d.place desc limit ?) d
                order by w.id, d.place desc
                """,
                row -> deliveries
                        .computeIfAbsent(row.getLong("webhook"), webhook -> new ArrayList<>())
                        .add(row(row)),
                webhooks.toArray(Long[]::new),
                webhooks.stream().map(starts::get).toArray(Long[]::new),
                subscriber.owner(),
                subscriber.reading(),
                most);
        return deliveries;
    }

    /** Forgets deliveries that ended before, the oldest first; gives how many. Those that another master forgets right now are passed by. */
    public int forget(Instant before, int most) {
        return database.change("""
                delete from webhook_delivery where uuid = any (array(
                    select uuid from webhook_delivery where ended < ? order by ended limit ? for update skip locked))
                """, before, most);
    }

    private static TakenDelivery taken(ResultSet row) throws SQLException {
        return new TakenDelivery(
                row.getObject("uuid", UUID.class),
                row.getString("event"),
                new JobId(row.getLong("job_id")),
                Database.instant(row, "created"),
                row.getString("body"),
                row.getInt("tries"),
                new Subscriber(
                        row.getLong("owner_id"),
                        row.getString("owner"),
                        row.getString("query"),
                        row.getString("url"),
                        row.getString("grants")));
    }

    private static DeliveryRow row(ResultSet row) throws SQLException {
        Integer status = row.getObject("answer_status", Integer.class);
        String text = row.getString("answer_body");
        return new DeliveryRow(
                row.getObject("uuid", UUID.class),
                row.getLong("place"),
                row.getString("event"),
                Database.instant(row, "created"),
                row.getString("body"),
                status == null && text == null ? null : new Answer(status, row.getString("answer_headers"), text));
    }

    /**
     * A delivery that is tried now.
     *
     * @param body null until the query was run
     * @param tries counts this one
     */
    public record TakenDelivery(
            UUID uuid, String event, JobId job, Instant created, String body, int tries, Subscriber subscriber) {}

    /** Whose webhook it is, and what it says. */
    public record Subscriber(long owner, String name, String query, String url, String grants) {}

    /**
     * What a receiver answered.
     *
     * @param status null when nobody did, and the body is a sentence why
     * @param headers a line each
     * @param body null when it is no text
     */
    public record Answer(Integer status, String headers, String body) {
        /** Why nobody was asked. */
        public static Answer none(String why) {
            return new Answer(null, null, why);
        }
    }

    /**
     * A delivery as it is stored.
     *
     * @param body null until the query was run
     * @param answer null while there is none
     */
    public record DeliveryRow(UUID uuid, long place, String event, Instant created, String body, Answer answer) {}
}
