// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The schema of the database, brought up to date by the migrations {@code db/migration/V*.sql} before anything else is done. */
public final class Schema {
    private final DataSource dataSource;

    public Schema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Must be called outside of any transaction. Several masters may call it at once. */
    public void migrate() {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
