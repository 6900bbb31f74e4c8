// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The schema of the database, brought up to date by the migrations {@code db/migration/V*.sql} before anything else is done.
 *
 * <p>The data source's user may be one that may not do that: then the migrations run as another, or somebody else has run them.
 */
public final class Schema {
    private static final Logger LOG = System.getLogger(Schema.class.getName());
    private static final String HISTORY = "flyway_schema_history";
    private static final String PAGE = "see the page \"Database\" of the manual";

    private final DataSource dataSource;
    private final MigrationSettings migration;

    public Schema(DataSource dataSource, MigrationSettings migration) {
        this.dataSource = dataSource;
        this.migration = migration;
    }

    /**
     * Must be called outside of any transaction. Several masters may call it at once.
     *
     * @throws ProblemException SCHEMA_REFUSED when the role that is to do it may not, or the schema is not as this master needs it
     */
    public void migrate() {
        try {
            if (!migration.user().isEmpty()) {
                flyway().dataSource(address(), migration.user(), migration.password())
                        .load()
                        .migrate();
            } else if (mayMigrate()) {
                flyway().dataSource(dataSource).load().migrate();
            } else {
                requireNewest();
            }
        } catch (FlywayException e) {
            throw new ProblemException(
                    Problem.SCHEMA_REFUSED,
                    "Bringing the schema up to date as %s: %s; %s".formatted(who(), e.getMessage(), PAGE),
                    e);
        }
    }

    /** Whether the user that the program works as owns the tables, and so may do everything to them. */
    public boolean isOwned() {
        return ask("select exists (select from pg_class where relname = '%s' and relnamespace = current_schema()::regnamespace"
                                .formatted(HISTORY)
                        + " and pg_has_role(relowner, 'usage'))")
                .equals("t");
    }

    private static FluentConfiguration flyway() {
        return Flyway.configure(Schema.class.getClassLoader()).locations("classpath:db/migration");
    }

    /** Who finds no schema makes one; else only its owner changes it. */
    private boolean mayMigrate() {
        return isOwned()
                || ask("select to_regclass(quote_ident(current_schema()) || '.%s') is null".formatted(HISTORY))
                        .equals("t");
    }

    private void requireNewest() {
        Flyway newest = flyway().dataSource(dataSource).load();
        int waiting = newest.info().pending().length;
        if (waiting > 0) {
            throw new ProblemException(
                    Problem.SCHEMA_REFUSED,
                    "Bringing the schema up to date as %s: %d migrations wait, and only the owner of the tables may run them; set `database.migration.user`, %s"
                            .formatted(who(), waiting, PAGE));
        }
        newest.validate();
        LOG.log(Level.INFO, "The schema is the newest; {0} may not change it", who());
    }

    private String who() {
        return "`%s`".formatted(migration.user().isEmpty() ? ask("select current_user") : migration.user());
    }

    /** Where the data source's connections go. */
    private String address() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        } catch (SQLException e) {
            throw StoreException.of("connect", e);
        }
    }

    private String ask(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw StoreException.of(sql, e);
        }
    }
}
