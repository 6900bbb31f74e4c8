// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of accounts that were made before there were roles. */
class AccountMigrationTest {
    private static final String SCHEMA = "before_roles";

    @AfterEach
    void drop() throws SQLException {
        run("drop schema if exists %s cascade".formatted(SCHEMA));
    }

    @Test
    void accountsOfBeforeKeepTheirRoleAndTheirTokens() throws SQLException {
        migrate("8");
        run("""
                set search_path to %s;
                insert into "user" (id, name, password, administrator, created)
                values (49, 'ann', 'hash', true, '2026-01-02T03:04:05Z'), (50, 'bob', 'hash', false, '2026-01-02T03:04:05Z');
                select nextval('user_id');
                insert into access_token (id, owner_id, name, hash, grants, created, expires)
                values (1, 50, 'laptop', 'abc', 'JOBS:RO', now(), now());
                """.formatted(SCHEMA));

        migrate("latest");

        assertThat(rows("""
                        select name, role, email is null, suspended is null, notice, updated = created, login_epoch
                        from "user" order by name
                        """)).containsExactly("ann administrator t t  t 0", "bob user t t  t 0");
        assertThat(rows("select owner_id, grants from access_token")).containsExactly("50 JOBS:RO");
        assertThat(rows("select nextval('user_id'), nextval('user_id')")).containsExactly("51 52");
    }

    private static void migrate(String target) {
        Flyway.configure()
                .dataSource(TestServers.dataSource())
                .locations("classpath:db/migration")
                .schemas(SCHEMA)
                .target(MigrationVersion.fromVersion(target))
                .load()
                .migrate();
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path to " + SCHEMA);
            try (ResultSet results = statement.executeQuery(sql)) {
                while (results.next()) {
                    List<String> values = new ArrayList<>();
                    for (int column = 1; column <= results.getMetaData().getColumnCount(); column++) {
                        values.add(results.getString(column));
                    }
                    rows.add(String.join(" ", values));
                }
            }
        }
        return rows;
    }
}
