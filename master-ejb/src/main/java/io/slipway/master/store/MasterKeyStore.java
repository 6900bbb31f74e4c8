// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The table {@code master_key}: which key of the master took which one's place. Public halves alone. */
public final class MasterKeyStore {
    private final Database database;

    public MasterKeyStore(Database database) {
        this.database = database;
    }

    /** Stores that a key takes another one's place; false when one has taken it already. */
    public boolean insert(StepRow step) {
        return database.change("""
                        insert into master_key (older, newer, signature, made, made_by) values (?, ?, ?, ?, ?)
                        on conflict do nothing
                        """, step.older(), step.newer(), step.signature(), step.made(), step.madeBy()) == 1;
    }

    /** The newest ones, oldest first. */
    public List<StepRow> newest(int most) {
        List<StepRow> steps = new ArrayList<>(database.rows(
                "select older, newer, signature, made, made_by from master_key order by number desc limit ?",
                row -> new StepRow(
                        row.getString("older"),
                        row.getString("newer"),
                        row.getString("signature"),
                        Database.instant(row, "made"),
                        row.getString("made_by")),
                most));
        Collections.reverse(steps);
        return steps;
    }

    /**
     * A key in another one's place.
     *
     * @param signature the older one's, of the newer
     * @param madeBy name of the administrator
     */
    public record StepRow(String older, String newer, String signature, Instant made, String madeBy) {}
}
