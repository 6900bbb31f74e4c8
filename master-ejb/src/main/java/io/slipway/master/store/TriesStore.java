// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The table {@code tries}. Each try moves the time when all is forgotten by one step, so that a limit's tries come back one by one and no
 * window has an edge. One statement for each, so that of many at once, on whatever master, no more get through than may.
 */
public final class TriesStore {
    private static final long NANOS_IN_MICRO = 1_000;

    private final Database database;

    public TriesStore(Database database) {
        this.database = database;
    }

    /**
     * Counts a try.
     *
     * @param limited which limit
     * @param whose whom it holds for
     * @param step how long one try is remembered
     * @param most how many may be remembered at once
     * @return whether it was counted; false when there are as many as may be
     */
    public boolean take(String limited, String whose, Duration step, int most, Instant now) {
        return database.change(
                        """
                        insert into tries as t (limited, whose, forgotten) values (?, ?, ?)
                        on conflict (limited, whose) do update set forgotten = greatest(t.forgotten, ?) + ? * interval '1 microsecond'
                        where greatest(t.forgotten, ?) + ? * interval '1 microsecond' <= ?
                        """,
                        limited,
                        whose,
                        now.plus(step),
                        now,
                        micros(step),
                        now,
                        micros(step),
                        now.plus(step.multipliedBy(most)))
                == 1;
    }

    /** Forgets one try. */
    public void giveBack(String limited, String whose, Duration step) {
        database.change(
                "update tries set forgotten = forgotten - ? * interval '1 microsecond' where limited = ? and whose = ?",
                micros(step),
                limited,
                whose);
    }

    /** Forgets all tries. */
    public void clear(String limited, String whose) {
        database.change("delete from tries where limited = ? and whose = ?", limited, whose);
    }

    /** When all will be forgotten; empty when there is nothing to forget. */
    public Optional<Instant> forgotten(String limited, String whose) {
        return database.first(
                "select forgotten from tries where limited = ? and whose = ?",
                row -> Database.instant(row, "forgotten"),
                limited,
                whose);
    }

    /** Removes what is forgotten; gives how much that was. */
    public int sweep(Instant now) {
        return database.change("delete from tries where forgotten <= ?", now);
    }

    private static long micros(Duration step) {
        return step.toNanos() / NANOS_IN_MICRO;
    }
}
