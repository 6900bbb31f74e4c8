// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The database as the stores see it: the entity manager of the running transaction, and SQL on the same connection.
 *
 * <p>Safe for many threads when the entity manager is, as that of a container is. Every method needs a running transaction.
 */
public final class Database {
    private final EntityManager entities;

    public Database(EntityManager entities) {
        this.entities = requireNonNull(entities, "entities");
    }

    EntityManager entities() {
        return entities;
    }

    /** Whether the database answers. */
    public boolean answers() {
        return first("select 1", row -> row.getInt(1)).isPresent();
    }

    <T> List<T> rows(String sql, Row<T> row, Object... values) {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet results = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(row.read(results));
            }
            return rows;
        } catch (SQLException e) {
            throw StoreException.of(sql, e);
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, Object... values) {
        return rows(sql, row, values).stream().findFirst();
    }

    /** Runs one statement; gives how many rows it changed. */
    int change(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw StoreException.of(sql, e);
        }
    }

    /** Runs one statement for each set of values, in order and in one round trip; gives how many rows each changed. */
    int[] changeEach(String sql, List<Object[]> each) {
        if (each.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (Object[] values : each) {
                bind(statement, values);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw StoreException.of(sql, e);
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection().prepareStatement(sql);
        try {
            bind(statement, values);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private Connection connection() {
        Connection connection = entities.unwrap(Connection.class);
        if (connection == null) {
            throw new IllegalStateException("SQL outside of a transaction");
        }
        return connection;
    }

    private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Instant instant) {
                // Not as a Timestamp, which goes through a calendar.
                statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
            } else if (value instanceof Long[] numbers) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("bigint", numbers));
            } else if (value instanceof Integer[] numbers) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("integer", numbers));
            } else if (value instanceof String[] texts) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("text", texts));
            } else if (value instanceof UUID[] ids) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("uuid", ids));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** Null stays null. */
    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
