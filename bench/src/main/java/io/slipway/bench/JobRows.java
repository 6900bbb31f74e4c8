// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The baseline: the rows that a finished job leaves, inserted once more by plain JDBC into tables of the same form, one
 * transaction for each job, without anything else that a master does.
 */
final class JobRows {
    /** Tables with a job's rows, and the column that names the job. */
    private static final Map<String, String> TABLES =
            Map.of("job", "id", "task", "job_id", "attempt", "job_id", "phase", "job_id", "log", "job_id");

    private final Connection connection;
    private final Map<String, Rows> pattern = new LinkedHashMap<>();

    /**
     * Rows of a table.
     *
     * @param columns those that the database does not fill in by itself, as a list of SQL; the first names the job
     */
    private record Rows(String columns, Object[][] values) {}

    /** @param job a finished one, whose rows are the pattern */
    JobRows(Connection connection, long job) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists bench");
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                String name = table.getKey();
                statement.execute("drop table if exists bench." + name);
                statement.execute("create table bench.%s (like public.%s including all)".formatted(name, name));
                pattern.put(name, rows(statement, name, table.getValue(), job));
            }
        }
    }

    private static String columns(Statement statement, String table) throws SQLException {
        try (ResultSet names = statement.executeQuery("""
                select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns
                where table_schema = 'public' and table_name = '%s' and is_identity = 'NO' and is_generated = 'NEVER'""".formatted(table))) {
            names.next();
            return names.getString(1);
        }
    }

    private static Rows rows(Statement statement, String table, String key, long job) throws SQLException {
        String names = columns(statement, table);
        try (ResultSet rows =
                statement.executeQuery("select %s from public.%s where %s = %d".formatted(names, table, key, job))) {
            int columns = rows.getMetaData().getColumnCount();
            List<Object[]> all = new ArrayList<>();
            while (rows.next()) {
                Object[] row = new Object[columns];
                for (int column = 0; column < columns; column++) {
                    row[column] = rows.getObject(column + 1);
                }
                all.add(row);
            }
            return new Rows(names, all.toArray(Object[][]::new));
        }
    }

    /** How many rows a job has. */
    int rowsOfAJob() {
        return pattern.values().stream().mapToInt(rows -> rows.values().length).sum();
    }

    /** Inserts the rows of so many jobs; gives jobs per second. */
    double insert(long firstId, int jobs) throws SQLException {
        Map<String, PreparedStatement> inserts = new LinkedHashMap<>();
        for (Map.Entry<String, Rows> table : pattern.entrySet()) {
            String marks = IntStream.range(0, table.getValue().values()[0].length)
                    .mapToObj(column -> "?")
                    .collect(Collectors.joining(", "));
            inserts.put(
                    table.getKey(),
                    connection.prepareStatement("insert into bench.%s (%s) values (%s)"
                            .formatted(table.getKey(), table.getValue().columns(), marks)));
        }
        connection.setAutoCommit(false);
        long began = System.nanoTime();
        for (long id = firstId; id < firstId + jobs; id++) {
            for (Map.Entry<String, Rows> table : pattern.entrySet()) {
                insert(inserts.get(table.getKey()), table.getValue().values(), id);
            }
            connection.commit();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        connection.setAutoCommit(true);
        for (PreparedStatement insert : inserts.values()) {
            insert.close();
        }
        return jobs / seconds;
    }

    /** The job's id is the first column of every table. */
    private static void insert(PreparedStatement insert, Object[][] rows, long id) throws SQLException {
        for (Object[] row : rows) {
            insert.setLong(1, id);
            for (int column = 1; column < row.length; column++) {
                insert.setObject(column + 1, row[column]);
            }
            insert.addBatch();
        }
        insert.executeBatch();
    }
}
