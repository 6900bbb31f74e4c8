// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.time.Instant;
import java.util.Optional;

/** The table {@code opening_key}: the keys that runners were told to seal to, in their order. Public halves alone. */
public final class OpeningKeyStore {
    private final Database database;

    public OpeningKeyStore(Database database) {
        this.database = database;
    }

    /** The newest of all; empty when no master has told one yet. */
    public Optional<OpeningKeyRow> newest() {
        return database.first(
                "select number, key, made from opening_key order by number desc limit 1",
                row -> new OpeningKeyRow(row.getLong("number"), row.getString("key"), Database.instant(row, "made")));
    }

    /** Stores that a key takes the place of those before; false when it is there, whichever place it has. */
    public boolean insert(String key, Instant made, String madeBy) {
        return database.change("""
                        insert into opening_key (number, key, made, made_by)
                        select greatest(coalesce(max(number), 0) + 1, ?), ?, ?, ? from opening_key on conflict do nothing
                        """, made.getEpochSecond(), key, made, madeBy) == 1;
    }

    /**
     * A key that runners were told to seal to.
     *
     * @param number greater than that of those whose place it took, also of those that a restored database does not know: the second in which it was made, or more
     * @param key the public half
     */
    public record OpeningKeyRow(long number, String key, Instant made) {}
}
