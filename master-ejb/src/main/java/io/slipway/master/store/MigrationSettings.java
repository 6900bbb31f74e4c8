// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;

/**
 * As whom the schema is brought up to date.
 *
 * @param user the role that owns the schema; empty for whomever the data source logs in as
 * @param password of that role
 */
public record MigrationSettings(String user, String password) {
    public MigrationSettings {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
    }

    /** Keys {@code database.migration.user}, {@code database.migration.password}. */
    public static MigrationSettings from(Settings settings) {
        return new MigrationSettings(
                settings.text("database.migration.user", ""), settings.text("database.migration.password", ""));
    }

    /** As whomever the data source logs in as. */
    public static MigrationSettings ofDataSource() {
        return new MigrationSettings("", "");
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return user.isEmpty() ? "the data source's user" : user;
    }
}
