// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of a test's own, whose roles are looked at. */
final class RolesRig implements AutoCloseable {
    private static final String REFUSED = "42501";

    private final EmbeddedPostgres server;

    RolesRig() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    Set<String> named(String kinds) throws SQLException {
        return Set.copyOf(
                rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('%s')"
                        .formatted(kinds)));
    }

    /** Those that do not belong to a column. */
    Set<String> ownSequences() throws SQLException {
        return Set.copyOf(rows("""
                select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'S'
                and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('i', 'a'))
                """));
    }

    Map<String, Set<String>> privileges(String role, String kinds, String kind, String asked) throws SQLException {
        return grouped("""
                select c.relname, p from pg_class c, unnest(string_to_array('%s', ', ')) p
                where c.relnamespace = 'public'::regnamespace and c.relkind in (%s)
                and has_%s_privilege('%s', c.oid, p)
                """.formatted(asked.strip(), kinds, kind, role));
    }

    Map<String, Set<String>> columns(String role) throws SQLException {
        return grouped("""
                select c.relname, p from pg_class c, unnest(array['select', 'insert', 'update', 'references']) p
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_any_column_privilege('%s', c.oid, p)
                """.formatted(role));
    }

    Map<String, Set<String>> schemas(String role) throws SQLException {
        return grouped("""
                select n.nspname, p from pg_namespace n, unnest(array['usage', 'create']) p
                where n.nspname not like 'pg\\_%%' and n.nspname <> 'information_schema' and has_schema_privilege('%s', n.oid, p)
                """.formatted(role));
    }

    Map<String, Set<String>> databases(String role) throws SQLException {
        return grouped("""
                select d.datname, p from pg_database d, unnest(array['connect', 'temporary', 'create']) p
                where d.datname = 'slipway' and has_database_privilege('%s', d.oid, p)
                """.formatted(role));
    }

    List<String> functions(String role) throws SQLException {
        return rows(
                "select proname from pg_proc where pronamespace = 'public'::regnamespace and has_function_privilege('%s', oid, 'execute')"
                        .formatted(role));
    }

    String column(String object) throws SQLException {
        return "\"%s\""
                .formatted(
                        rows("select attname from pg_attribute where attrelid = '\"%s\"'::regclass and attnum > 0 and attidentity = '' and not attisdropped order by attnum limit 1"
                                        .formatted(object))
                                .get(0));
    }

    /** Whether a statement is refused for want of a privilege. Whatever else comes of it is undone. */
    boolean isRefused(String role, String sql) throws SQLException {
        try (Connection connection = source(role, "slipway").getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(sql);
                return false;
            } catch (SQLException e) {
                return e.getSQLState().equals(REFUSED);
            } finally {
                connection.rollback();
            }
        }
    }

    void as(String role, String database, String sql) throws SQLException {
        try (Connection connection = source(role, database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Map<String, Set<String>> grouped(String sql) throws SQLException {
        Map<String, Set<String>> grouped = new TreeMap<>();
        rows(sql)
                .forEach(row -> grouped.computeIfAbsent(row.split(" ")[0], name -> new TreeSet<>())
                        .add(row.split(" ")[1]));
        return grouped;
    }

    /** The values of each row with a blank between them; as the superuser. */
    List<String> rows(String sql) throws SQLException {
        try (Connection connection = source("postgres", "slipway").getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                String second = results.getMetaData().getColumnCount() > 1 ? " " + results.getString(2) : "";
                rows.add(results.getString(1) + second);
            }
            return rows;
        }
    }

    DataSource source(String role, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {server.getPort()});
        source.setDatabaseName(database);
        source.setUser(role);
        source.setPassword("one password");
        return source;
    }
}
