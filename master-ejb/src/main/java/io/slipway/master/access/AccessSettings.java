// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static java.util.Objects.requireNonNull;

import io.slipway.master.store.UserStore.UserRow;
import io.slipway.settings.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * How accounts are kept.
 *
 * @param administrator name of the account that is made at the first start
 * @param password of that account; empty makes one up, which is written to the server's log once
 * @param iterations what hashing a password costs
 * @param longestToken the longest lifetime of a token
 * @param twoStepForAdministrators whether an administrator without two-step login is no more than a user in the console
 */
public record AccessSettings(
        String administrator,
        String password,
        int iterations,
        Duration longestToken,
        boolean twoStepForAdministrators) {
    public AccessSettings {
        requireNonNull(administrator, "administrator");
        requireNonNull(password, "password");
        requireNonNull(longestToken, "longestToken");
    }

    private static final Logger LOG = System.getLogger(AccessSettings.class.getName());
    private static final int ITERATIONS = 600_000;

    /** Whether this is an administrator who must turn two-step login on to act as one. */
    boolean lacksTwoStep(UserRow user) {
        return twoStepForAdministrators && !user.twoStep() && Role.ofWord(user.role()) == Role.ADMINISTRATOR;
    }

    /** Says what of it makes passwords easy to guess for who has stolen the database. */
    public void warn() {
        if (iterations < ITERATIONS) {
            LOG.log(
                    Level.WARNING,
                    "Key `password.iterations` is {0}: hashes of passwords are made at less than today''s cost, which is {1}",
                    iterations,
                    ITERATIONS);
        }
    }

    /** Keys {@code admin.username}, {@code admin.password}, {@code password.iterations}, {@code token.longest}, {@code two-step.administrators}. */
    public static AccessSettings from(Settings settings) {
        return new AccessSettings(
                settings.text("admin.username", "admin"),
                settings.text("admin.password", ""),
                settings.number("password.iterations", ITERATIONS, 1_000, 100_000_000),
                settings.duration("token.longest", Duration.ofDays(366)),
                settings.flag("two-step.administrators", false));
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "accounts with administrator " + administrator;
    }
}
