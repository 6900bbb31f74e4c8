// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.master.store.JobFilter.Match;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of the table {@code job}, as people narrow them. What they write is only ever a value of a statement. */
public final class JobListStore {
    /** Large and small letters of every alphabet are the same, whatever the locale of the database. */
    private static final String NOTE = "j.note collate \"und-x-icu\"";

    private final Database database;

    public JobListStore(Database database) {
        this.database = database;
    }

    /**
     * Newest first.
     *
     * @param start the greatest id to list
     */
    public List<Line> list(JobFilter filter, long start, int most) {
        Condition condition = new Condition(filter);
        return database.rows("""
                select j.id, u.name as owner, j.status, j.visibility, j.note, j.tags, j.image, j.runner, j.created, j.updated,
                       a.started, a.ended
                from job j
                join "user" u on u.id = j.owner_id
                left join attempt a on a.job_id = j.id and a.number = j.attempt
                where %s and j.id <= ?
                order by j.id desc
                limit ?
                """.formatted(condition.sql()), JobListStore::line, condition.values(start, most));
    }

    public long count(JobFilter filter) {
        Condition condition = new Condition(filter);
        return database.first(
                        "select count(*) from job j where " + condition.sql(),
                        row -> row.getLong(1),
                        condition.values())
                .orElse(0L);
    }

    private static Line line(ResultSet row) throws SQLException {
        String tags = row.getString("tags");
        String runner = row.getString("runner");
        return new Line(
                new JobId(row.getLong("id")),
                row.getString("owner"),
                JobStatus.ofWord(row.getString("status")),
                Visibility.ofWord(row.getString("visibility")),
                row.getString("note"),
                tags.isEmpty() ? List.of() : List.of(tags.split("/")),
                row.getString("image"),
                runner == null ? "" : runner,
                Database.instant(row, "created"),
                Database.instant(row, "updated"),
                Database.instant(row, "started"),
                Database.instant(row, "ended"));
    }

    /**
     * A job of a list.
     *
     * @param owner name of the user
     * @param runner of the newest attempt, empty before the first
     * @param started of the newest attempt, by the runner's clock; null until it has begun
     * @param ended of the newest attempt; null until then
     */
    public record Line(
            JobId id,
            String owner,
            JobStatus status,
            Visibility visibility,
            String note,
            List<String> tags,
            String image,
            String runner,
            Instant created,
            Instant updated,
            Instant started,
            Instant ended) {
        public Line {
            tags = List.copyOf(tags);
        }
    }

    /** A filter as SQL, and its values in their order. */
    private static final class Condition {
        private final List<String> parts = new ArrayList<>(List.of("true"));
        private final List<Object> values = new ArrayList<>();

        Condition(JobFilter filter) {
            if (filter.owner() != 0) {
                add("j.owner_id = ?", filter.owner());
            }
            if (filter.publicOnly()) {
                // As the indices have it, and so are the statuses.
                parts.add("j.visibility = 'public'");
            }
            if (!filter.statuses().isEmpty()) {
                parts.add(filter.statuses().stream()
                        .sorted()
                        .map(JobStatus::word)
                        .collect(Collectors.joining("', '", "j.status in ('", "')")));
            }
            if (!filter.tags().isEmpty()) {
                add("j.tags || '/' ilike ? escape '\\'", literal(String.join("/", filter.tags())) + "/%");
            }
            filter.matches().forEach(this::add);
        }

        private void add(Match match) {
            String column = switch (match.column()) {
                case NOTE -> NOTE;
                case IMAGE -> "j.image";
                case TAGS -> "j.tags";
                case STATUS -> "j.status";
            };
            String not = match.negated() ? "not " : "";
            if (match.column() == JobFilter.Column.STATUS) {
                add(not + column + " = ?", match.text());
            } else {
                add("%s(%s ilike ? escape '\\')".formatted(not, column), "%" + literal(match.text()) + "%");
            }
        }

        private void add(String part, Object value) {
            parts.add(part);
            values.add(value);
        }

        String sql() {
            return String.join(" and ", parts);
        }

        Object[] values(Object... more) {
            List<Object> all = new ArrayList<>(values);
            all.addAll(List.of(more));
            return all.toArray();
        }

        /** What means something in a pattern means itself. */
        private static String literal(String text) {
            return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        }
    }
}
