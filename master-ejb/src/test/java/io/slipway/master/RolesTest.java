// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.MigrationSettings;
import io.slipway.master.store.Schema;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles of the database, set up as the manual says on a PostgreSQL of their own, against the manual's table of grants: both ways. */
class RolesTest {
    private static final String OWNER = "slipway";
    private static final String MASTER = "slipway_master";
    private static final String RUNNER = "slipway_runner";
    private static final String REFUSED = "42501";
    private static final Map<String, String> TRIED = Map.of(
            "select", "select 1 from %s limit 0",
            "insert", "insert into %s default values",
            "update", "update %1$s set %2$s = null where false",
            "delete", "delete from %s where false",
            "truncate", "truncate %s");

    private static RolesRig rig;
    private static GrantTable table;

    @BeforeAll
    static void start() throws IOException {
        rig = new RolesRig();
        table = GrantTable.read();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    @AfterEach
    void forget() throws SQLException {
        rig.as("postgres", "postgres", "drop database if exists slipway with (force)");
        for (String role : List.of(MASTER, RUNNER, OWNER)) {
            rig.as("postgres", "postgres", "drop role if exists " + role);
        }
    }

    @Test
    void tableHasOneRowForEveryTableAndSequenceAndNoOther() throws SQLException {
        setUpAsTheManualSays();

        assertThat(table.ofKind("table").keySet()).containsExactlyInAnyOrderElementsOf(rig.named("r"));
        assertThat(table.ofKind("sequence").keySet()).containsExactlyInAnyOrderElementsOf(rig.ownSequences());
        assertThat(rig.named("v', 'm', 'f', 'p"))
                .as("views and the like: give them rows")
                .isEmpty();
    }

    /** Asks the catalogue for every privilege that PostgreSQL knows on a table, also on single columns of it. */
    @ParameterizedTest
    @ValueSource(strings = {MASTER, RUNNER})
    void catalogueHasForARoleWhatTheTableSaysAndNothingElse(String role) throws SQLException {
        setUpAsTheManualSays();

        assertThat(rig.privileges(role, "'r', 'p', 'v', 'm', 'f'", "table", """
                select, insert, update, delete, truncate, references, trigger"""))
                .isEqualTo(said(role, "table"));
        assertThat(rig.privileges(role, "'S'", "sequence", "usage, select, update"))
                .isEqualTo(said(role, "sequence"));
        assertThat(rig.columns(role)).as("columns").isEqualTo(columnsSaid(role));
        assertThat(rig.schemas(role)).isEqualTo(said(role, "schema"));
        assertThat(rig.databases(role)).isEqualTo(said(role, "database"));
        assertThat(rig.functions(role))
                .as("functions of the schema")
                .containsExactlyInAnyOrderElementsOf(said(role, "function").keySet());
        assertThat(rig.rows("select rolname from pg_roles where pg_has_role('%s', oid, 'usage') and rolname <> '%1$s'"
                        .formatted(role)))
                .as("other roles that it is, or may become")
                .isEmpty();
        assertThat(rig.rows("""
                select rolname from pg_roles where rolname = '%s'
                and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
                """.formatted(role))).isEmpty();
    }

    /** By statements, as whoever has the role's password would: each is carried out, or refused for want of the privilege. */
    @Test
    void masterCanDoWhatTheTableSaysAndIsRefusedEverythingElse() throws SQLException {
        setUpAsTheManualSays();
        int done = 0;
        int refused = 0;

        for (GrantTable.Row row : table.ofKind("table").values()) {
            for (Map.Entry<String, String> tried : TRIED.entrySet()) {
                boolean may = row.master().contains(tried.getKey());
                String sql = tried.getValue().formatted("\"%s\"".formatted(row.object()), rig.column(row.object()));
                assertThat(rig.isRefused(MASTER, sql)).as(sql).isEqualTo(!may);
                done += may ? 1 : 0;
                refused += may ? 0 : 1;
            }
        }
        assertThat(done).as("so that this shows something").isGreaterThan(100);
        assertThat(refused).isGreaterThan(50);
    }

    @Test
    void masterChangesNothingOfTheSchemaAndReachesNothingOutsideOfIt() throws SQLException {
        setUpAsTheManualSays();

        for (String sql : List.of(
                "create table mine (id int)",
                "create temporary table mine (id int)",
                "create function mine() returns int language sql as 'select 1'",
                "create schema mine",
                "create role mine",
                "alter table job add column mine int",
                "alter table job disable trigger all",
                "drop table job",
                "drop trigger job_created on job",
                "create trigger mine before insert on job for each row execute function note_job_event()",
                "create rule mine as on insert to job do instead nothing",
                "alter role slipway_master createrole",
                "alter table job owner to slipway_master",
                "set role slipway",
                "set session_replication_role = replica",
                "copy job to '/tmp/mine'",
                "copy job from program 'id'",
                "select pg_read_file('postgresql.conf')",
                "select rolpassword from pg_authid",
                "select setval('job_id', 1)")) {
            assertThat(rig.isRefused(MASTER, sql)).as(sql).isTrue();
        }
        for (String sequence : table.ofKind("sequence").keySet()) {
            assertThat(rig.isRefused(MASTER, "select nextval('%s')".formatted(sequence)))
                    .as(sequence)
                    .isFalse();
        }
    }

    @Test
    void runnersDoNotEvenGetIn() throws SQLException {
        setUpAsTheManualSays();
        rig.as("postgres", "postgres", "alter role slipway_runner login");

        assertThatThrownBy(() -> rig.as(RUNNER, "slipway", "select 1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
    }

    /** Who adds a table and forgets the rest is told by the first test of this class. */
    @Test
    void newTableAndNewFunctionGiveNobodyAnything() throws SQLException {
        setUpAsTheManualSays();

        rig.as(
                OWNER,
                "slipway",
                "create table later (id bigint); create sequence later_id; create function later() "
                        + "returns int language sql as 'select 1'");

        assertThat(rig.isRefused(MASTER, "select 1 from later")).isTrue();
        assertThat(rig.isRefused(MASTER, "select nextval('later_id')")).isTrue();
        assertThat(rig.isRefused(MASTER, "select later()")).isTrue();
    }

    @Test
    void whatWasGrantedOrRevokedByHandIsPutRight() throws SQLException {
        setUpAsTheManualSays();
        rig.as(
                OWNER,
                "slipway",
                "grant all on job to slipway_master, slipway_runner; revoke select on task from slipway_master");

        migrate();

        assertThat(rig.isRefused(MASTER, "truncate job")).isTrue();
        assertThat(rig.isRefused(MASTER, "select 1 from task")).isFalse();
        assertThat(rig.privileges(RUNNER, "'r'", "table", "select, insert, update, delete, truncate"))
                .isEmpty();
    }

    @Test
    void whatWasGrantedByHandOnSingleColumnsIsTakenAway() throws SQLException {
        setUpAsTheManualSays();
        String sql = "update audit set outcome = null where false";
        rig.as(
                OWNER,
                "slipway",
                "grant update (outcome) on audit to slipway_master; grant select (sealed) on secret to slipway_runner");
        assertThat(rig.isRefused(MASTER, sql)).isFalse();

        migrate();

        assertThat(rig.isRefused(MASTER, sql)).isTrue();
        assertThat(rig.columns(MASTER)).isEqualTo(columnsSaid(MASTER));
        assertThat(rig.columns(RUNNER)).isEmpty();
    }

    @Test
    void whatWasGrantedByHandToEverybodyIsTakenAway() throws SQLException {
        setUpAsTheManualSays();
        rig.as(
                OWNER,
                "slipway",
                "grant truncate on job to public; grant update (outcome) on audit to public; grant select on job_id to public");
        assertThat(rig.isRefused(MASTER, "select last_value from job_id")).isFalse();

        migrate();

        assertThat(rig.isRefused(MASTER, "select last_value from job_id")).isTrue();
        for (String role : List.of(MASTER, RUNNER)) {
            assertThat(rig.privileges(role, "'r'", "table", "select, insert, update, delete, truncate"))
                    .isEqualTo(said(role, "table"));
            assertThat(rig.columns(role)).isEqualTo(columnsSaid(role));
        }
    }

    /** Also what the role has passed on by it. */
    @Test
    void whatWasGrantedByHandToBePassedOnIsPassedOnNoMore() throws SQLException {
        setUpAsTheManualSays();
        rig.as(OWNER, "slipway", "grant select on job to slipway_master with grant option");
        rig.as(MASTER, "slipway", "grant select on job to slipway_runner, public");

        migrate();

        assertThat(rig.privileges(RUNNER, "'r'", "table", "select, insert, update, delete, truncate"))
                .isEmpty();
        assertThat(rig.isRefused(MASTER, "select 1 from job")).isFalse();
        rig.as(MASTER, "slipway", "grant select on job to slipway_runner");
        assertThat(rig.columns(RUNNER)).as("nothing was there to pass on").isEmpty();
    }

    @Test
    void ownerThatMayMakeNoRolesGoesOnAloneUntilSomebodyMakesThem() throws SQLException {
        rig.as("postgres", "postgres", "create role slipway login");
        rig.as("postgres", "postgres", "create database slipway owner slipway");
        Schema alone = new Schema(rig.source(OWNER, "slipway"), MigrationSettings.ofDataSource());

        alone.migrate();

        assertThat(alone.isOwned()).isTrue();
        assertThat(rig.rows("select rolname from pg_roles where rolname like 'slipway\\_%'"))
                .isEmpty();
        rig.as("postgres", "postgres", "create role slipway_master login; create role slipway_runner");
        alone.migrate();
        assertThat(rig.isRefused(MASTER, "select 1 from job")).isFalse();
        assertThat(rig.isRefused(MASTER, "truncate job")).isTrue();
    }

    @Test
    void ownerThatMayMakeRolesMakesThemWithoutALogin() throws SQLException {
        rig.as("postgres", "postgres", "create role slipway login createrole");
        rig.as("postgres", "postgres", "create database slipway owner slipway");

        new Schema(rig.source(OWNER, "slipway"), MigrationSettings.ofDataSource()).migrate();

        assertThat(rig.rows("select rolname from pg_roles where rolname like 'slipway\\_%' and not rolcanlogin"))
                .containsExactlyInAnyOrder(MASTER, RUNNER);
        assertThat(rig.privileges(MASTER, "'r'", "table", "select, insert, update, delete, truncate"))
                .isEqualTo(said(MASTER, "table"));
    }

    @Test
    void masterWorksAsOneRoleAndMigratesAsAnother() throws SQLException {
        makeRoles();
        Schema schema = new Schema(rig.source(MASTER, "slipway"), new MigrationSettings(OWNER, "one password"));

        schema.migrate();

        assertThat(schema.isOwned()).isFalse();
        assertThat(rig.rows("select distinct tableowner from pg_tables where schemaname = 'public'"))
                .containsExactly(OWNER);
        new Schema(rig.source(MASTER, "slipway"), MigrationSettings.ofDataSource()).migrate();
    }

    @Test
    void masterThatMayNotMigrateSaysWhatToDo() throws SQLException {
        setUpAsTheManualSays();
        rig.as(
                OWNER,
                "slipway",
                "delete from flyway_schema_history where installed_rank = (select max(installed_rank) from flyway_schema_history)");
        Schema schema = new Schema(rig.source(MASTER, "slipway"), MigrationSettings.ofDataSource());

        assertThatThrownBy(schema::migrate)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SCHEMA_REFUSED))
                .hasMessageStartingWith("Bringing the schema up to date as `slipway_master`: ")
                .hasMessageContaining("`database.migration.user`");
    }

    @Test
    void wrongPasswordOfTheOwnerIsSaidAndNotShown() throws SQLException {
        makeRoles();
        Schema schema = new Schema(rig.source(MASTER, "slipway"), new MigrationSettings("nobody", "s3cret"));

        assertThatThrownBy(schema::migrate)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SCHEMA_REFUSED))
                .hasMessageStartingWith("Bringing the schema up to date as `nobody`: ")
                .hasMessageNotContaining("s3cret");
    }

    private static void makeRoles() throws SQLException {
        for (String sql : table.setUp()) {
            rig.as("postgres", "postgres", sql);
        }
        for (String sql : table.setUpInside()) {
            rig.as("postgres", "slipway", sql);
        }
    }

    private static void setUpAsTheManualSays() throws SQLException {
        makeRoles();
        new Schema(rig.source(MASTER, "slipway"), new MigrationSettings(OWNER, "one password")).migrate();
    }

    private static void migrate() {
        new Schema(rig.source(OWNER, "slipway"), MigrationSettings.ofDataSource()).migrate();
    }

    private static Map<String, Set<String>> said(String role, String kind) {
        return table.ofKind(kind).values().stream()
                .filter(row -> !row.of(role).isEmpty())
                .collect(Collectors.toMap(GrantTable.Row::object, row -> row.of(role), (a, b) -> a, TreeMap::new));
    }

    private static Map<String, Set<String>> columnsSaid(String role) {
        Map<String, Set<String>> said = new TreeMap<>();
        said(role, "table").forEach((object, privileges) -> {
            Set<String> of = new TreeSet<>(privileges);
            of.retainAll(Set.of("select", "insert", "update", "references"));
            said.put(object, of);
        });
        return said;
    }
}
