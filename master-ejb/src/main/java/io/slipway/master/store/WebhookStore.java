// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code webhook}: what users want to be told of their jobs. */
public final class WebhookStore {
    private static final String COLUMNS = "id, owner_id, events, query, url, grants, created";

    private final Database database;

    public WebhookStore(Database database) {
        this.database = database;
    }

    /** Stores one. */
    public WebhookRow insert(long owner, NewRow webhook, Instant now) {
        return database.first(
                        "insert into webhook (owner_id, events, query, url, grants, created) values (?, ?, ?, ?, ?, ?) returning "
                                + COLUMNS,
                        WebhookStore::row,
                        owner,
                        webhook.events().toArray(String[]::new),
                        webhook.query(),
                        webhook.url(),
                        webhook.grants(),
                        now)
                .orElseThrow();
    }

    /** How many a user has; keeps others from storing one of that user until the transaction ends. */
    public long count(long owner) {
        database.first("select id from \"user\" where id = ? for no key update", row -> row.getLong("id"), owner);
        return database.first(
                        "select count(*) as all from webhook where owner_id = ?", row -> row.getLong("all"), owner)
                .orElseThrow();
    }

    public Optional<WebhookRow> find(Subscriber subscriber, long id) {
        return database.first(
                "select " + COLUMNS
                        + " from webhook where owner_id = ? and string_to_array(grants, ' ') <@ ? and id = ?",
                WebhookStore::row,
                subscriber.owner(),
                subscriber.reading(),
                id);
    }

    /**
     * Newest first.
     *
     * @param start the greatest id to list
     */
    public List<WebhookRow> list(Subscriber subscriber, long start, int most) {
        return database.rows(
                "select " + COLUMNS
                        + " from webhook where owner_id = ? and string_to_array(grants, ' ') <@ ? and id <= ? order by id desc limit ?",
                WebhookStore::row,
                subscriber.owner(),
                subscriber.reading(),
                start,
                most);
    }

    /** Removes one, with its deliveries. */
    public void delete(long id) {
        database.change("delete from webhook where id = ?", id);
    }

    private static WebhookRow row(ResultSet row) throws SQLException {
        return new WebhookRow(
                row.getLong("id"),
                row.getLong("owner_id"),
                List.of((String[]) row.getArray("events").getArray()),
                row.getString("query"),
                row.getString("url"),
                row.getString("grants"),
                Database.instant(row, "created"));
    }

    /**
     * Whose webhooks are looked for.
     *
     * @param grants what the webhooks may have been granted; one that was granted anything else is passed over
     */
    public record Subscriber(long owner, List<String> grants) {
        public Subscriber {
            grants = List.copyOf(grants);
        }

        String[] reading() {
            return grants.toArray(String[]::new);
        }
    }

    /**
     * One that is to be stored.
     *
     * @param grants separated by blanks
     */
    public record NewRow(List<String> events, String query, String url, String grants) {}

    /** One as it is stored. */
    public record WebhookRow(
            long id, long owner, List<String> events, String query, String url, String grants, Instant created) {}
}
