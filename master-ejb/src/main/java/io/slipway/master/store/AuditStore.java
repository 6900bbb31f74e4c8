// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The table {@code audit}: lines are added, read, and forgotten when they are old; the database refuses everything else. */
public final class AuditStore {
    private final Database database;

    public AuditStore(Database database) {
        this.database = database;
    }

    /** Adds a line, and gives its number; the time is the database's. */
    public long insert(NewLine line) {
        return database.first(
                        """
                        insert into audit (at, actor_id, actor, way, address, act, kind, target, outcome, problem, details)
                        values (clock_timestamp(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) returning id
                        """,
                        row -> row.getLong("id"),
                        line.who().id() == 0 ? null : line.who().id(),
                        line.who().name(),
                        line.who().way(),
                        line.who().address(),
                        line.what().act(),
                        line.what().kind(),
                        line.what().target(),
                        line.problem().isEmpty() ? "done" : "refused",
                        line.problem(),
                        line.details())
                .orElseThrow();
    }

    /**
     * Lines, newest first.
     *
     * @param before number of the line behind which the list begins
     */
    public List<LineRow> list(Wanted wanted, long before, int most) {
        return database.rows(
                """
                select id, at, coalesce(actor_id, 0) as actor_id, actor, way, address, act, kind, target, problem, details
                from audit
                where id < ?
                  and (? = '' or actor = ?)
                  and (? = '' or act = ?)
                  and (? = '' or kind = ?)
                  and (? = '' or target = ?)
                  and (? = '' or outcome = ?)
                  and (?::timestamptz is null or at >= ?)
                  and (?::timestamptz is null or at < ?)
                order by id desc limit ?
                """,
                AuditStore::row,
                before,
                wanted.actor(),
                wanted.actor(),
                wanted.act(),
                wanted.act(),
                wanted.kind(),
                wanted.kind(),
                wanted.target(),
                wanted.target(),
                wanted.outcome(),
                wanted.outcome(),
                wanted.from(),
                wanted.from(),
                wanted.to(),
                wanted.to(),
                most);
    }

    /** Forgets the oldest lines of those before a time, which must be long ago; gives how many. */
    public int forget(Instant before, int most) {
        return database.first("select audit_forget(?, ?)", row -> row.getInt(1), before, most)
                .orElse(0);
    }

    private static LineRow row(ResultSet row) throws SQLException {
        return new LineRow(
                row.getLong("id"),
                Database.instant(row, "at"),
                new NewLine(
                        new Who(
                                row.getLong("actor_id"),
                                row.getString("actor"),
                                row.getString("way"),
                                row.getString("address")),
                        new What(row.getString("act"), row.getString("kind"), row.getString("target")),
                        row.getString("problem"),
                        row.getString("details")));
    }

    /**
     * Who has done something.
     *
     * @param id of the account; 0 for none
     * @param address may be empty
     */
    public record Who(long id, String name, String way, String address) {}

    /** What was done, and on what. */
    public record What(String act, String kind, String target) {}

    /**
     * A line that is to be added.
     *
     * @param problem the code of why it was refused; empty when it was done
     * @param details a JSON object
     */
    public record NewLine(Who who, What what, String problem, String details) {}

    /** A line as it stands. */
    public record LineRow(long id, Instant at, NewLine line) {}

    /**
     * Which lines are wanted. Texts are empty, and times null, for all.
     *
     * @param to the first moment that is not wanted any more
     */
    public record Wanted(
            String actor, String act, String kind, String target, String outcome, Instant from, Instant to) {}
}
