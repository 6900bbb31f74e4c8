// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the audit log keeps its lines, whoever is connected. */
class AuditTableTest {
    private static final String REFUSED = "not changed, and not removed before their time";
    private static final String ROLE = "audit_table_test";

    private Connection owner;

    @BeforeEach
    void start() throws SQLException {
        TestServers.emptyDatabase();
        owner = TestServers.dataSource().getConnection();
        run("drop role if exists " + ROLE);
        run("create role " + ROLE);
        insert("");
    }

    @AfterEach
    void stop() throws SQLException {
        run("reset role");
        run("drop owned by " + ROLE);
        run("drop role " + ROLE);
        owner.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set actor = 'nobody'",
                "delete from audit",
                "truncate audit",
                "set slipway.audit_forgets = 'yes'; delete from audit",
                "set slipway.audit_forgets = 'yes'; truncate audit"
            })
    void lineIsNeitherChangedNorRemovedByTheOwnerOfTheTable(String statement) throws SQLException {
        assertThatThrownBy(() -> run(statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(REFUSED);

        run("reset slipway.audit_forgets");
        assertThat(count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit set actor = 'nobody'", "delete from audit", "truncate audit"})
    void applicationsRoleMayAddAndReadAndNothingElse(String statement) throws SQLException {
        run("grant select, insert on audit to " + ROLE);
        run("grant execute on function audit_forget(timestamptz, integer) to " + ROLE);
        run("set role " + ROLE);

        insert("");
        assertThat(count()).isEqualTo(2);
        assertThatThrownBy(() -> run(statement)).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> run("alter table audit disable trigger audit_line"))
                .hasMessageContaining("must be owner");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void nobodyWritesALineOfAnotherTime() throws SQLException {
        insert("2001-01-01");

        assertThat(number("select count(*) from audit where at < now() - interval '1 minute'"))
                .isZero();
    }

    @Test
    void whoMayNotForgetIsRefused() {
        assertThatThrownBy(() -> run("set role %s; select audit_forget('2001-01-01', 10)".formatted(ROLE)))
                .hasMessageContaining("permission denied");
    }

    @Test
    void notEvenTheProcedureForgetsWhatIsOfThisMonth() throws SQLException {
        assertThatThrownBy(() -> run("select audit_forget(now(), 10)")).hasMessageContaining("30 days at least");
        assertThatThrownBy(() -> run("select audit_forget(now() - interval '29 days', 10)"))
                .hasMessageContaining("30 days at least");

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void applicationsRoleForgetsByTheProcedureWhatIsOldAndNothingElse() throws SQLException {
        insertOld(500, "old");
        insertOld(399, "kept");
        run("grant select, insert on audit to " + ROLE);
        run("grant execute on function audit_forget(timestamptz, integer) to " + ROLE);
        run("set role " + ROLE);

        assertThat(number("select audit_forget(now() - interval '400 days', 10)"))
                .isEqualTo(1);
        assertThat(number("select count(*) from audit where actor = 'old'")).isZero();
        assertThat(count()).isEqualTo(2);
        // The word that opens the way is of the procedure alone.
        assertThatThrownBy(() -> run("delete from audit where actor = 'kept'")).isInstanceOf(SQLException.class);
    }

    /** Who may make temporary tables cannot have the procedure do what he likes with the rights of the table's owner. */
    @Test
    void temporaryTableDoesNotStandInForTheLog() throws SQLException {
        insertOld(500, "old");
        run("create temporary table audit (id bigint, at timestamptz)");

        run("select audit_forget(now() - interval '400 days', 10)");

        run("drop table pg_temp.audit");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void masterForgetsWhatIsOlderThanItsSettingSays() throws SQLException {
        MasterRig rig = new MasterRig(Map.of("audit.keep", "PT2400H"));
        rig.clock.advance(Duration.between(rig.clock.instant(), Instant.now()));
        insertOld(101, "old");
        insertOld(99, "kept");

        rig.master.audit().sweep().tick();
        assertThat(number("select count(*) from audit where actor = 'old'")).isZero();
        assertThat(number("select count(*) from audit where actor = 'kept'")).isEqualTo(1);

        rig.clock.advance(Duration.ofDays(2));
        rig.master.audit().sweep().tick();
        assertThat(number("select count(*) from audit where actor = 'kept'")).isZero();
    }

    private void insert(String at) throws SQLException {
        run(
                "insert into audit (at, actor, way, address, act, kind, target, outcome, problem, details) values (%s, 'ann', 'token', '', 'logout', 'account', 'ann', 'done', '', '{}')"
                        .formatted(at.isEmpty() ? "now()" : "'" + at + "'"));
    }

    /** Past the trigger, as time would. */
    private void insertOld(int days, String actor) throws SQLException {
        run("set session_replication_role = replica");
        run(
                "insert into audit (at, actor, way, address, act, kind, target, outcome, problem, details) values (now() - interval '%d days', '%s', 'token', '', 'logout', 'account', 'ann', 'done', '', '{}')"
                        .formatted(days, actor));
        run("set session_replication_role = origin");
    }

    private long count() throws SQLException {
        return number("select count(*) from audit");
    }

    private long number(String query) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void run(String statements) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(statements);
        }
    }
}
