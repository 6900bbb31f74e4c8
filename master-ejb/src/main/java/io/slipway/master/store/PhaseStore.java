// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import io.slipway.job.Phase;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The table {@code phase}: how long the stretches of an attempt took. */
public final class PhaseStore {
    private final Database database;

    public PhaseStore(Database database) {
        this.database = database;
    }

    /** Stores phases; one that is stored already stays as it is. */
    public void insert(Collection<PhaseRow> phases) {
        database.changeEach(
                """
                insert into phase (job_id, number, phase, began, ended) values (?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                phases.stream()
                        .map(phase -> new Object[] {
                            phase.job().value(),
                            phase.number(),
                            phase.phase().name().toLowerCase(Locale.ROOT),
                            phase.began(),
                            phase.ended()
                        })
                        .toList());
    }

    /** The phases of all attempts at a job, in the order in which they began. */
    public List<PhaseRow> of(JobId job) {
        return database.rows(
                "select number, phase, began, ended from phase where job_id = ? order by number, began, ended",
                row -> new PhaseRow(
                        job,
                        row.getInt("number"),
                        Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                        Database.instant(row, "began"),
                        Database.instant(row, "ended")),
                job.value());
    }

    /**
     * A phase as it is stored.
     *
     * @param number of the attempt
     */
    public record PhaseRow(JobId job, int number, Phase phase, Instant began, Instant ended) {}
}
