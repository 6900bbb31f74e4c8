// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.time.Duration;

/**
 * How the runner is enrolled.
 *
 * @param master where the master's API is; empty when it need not be known any more
 * @param token the one-time token; empty when none is needed any more
 * @param redis whether the runner logs in at Redis with the password that it made when it was enrolled
 * @param keep how long its keys are kept before it makes new ones; zero for ever
 */
public record EnrolmentSettings(String master, String token, boolean redis, Duration keep) {
    public EnrolmentSettings {
        requireNonNull(master, "master");
        requireNonNull(token, "token");
    }

    /** With keys that are kept for ever. */
    public EnrolmentSettings(String master, String token) {
        this(master, token, false);
    }

    /** With keys that are kept for ever. */
    public EnrolmentSettings(String master, String token, boolean redis) {
        this(master, token, redis, Duration.ZERO);
    }

    /** Keys {@code master.address}, {@code enrol.token}, {@code redis.enrolled}, {@code keys.keep}. */
    public static EnrolmentSettings from(Settings settings) {
        return new EnrolmentSettings(
                settings.text("master.address", ""),
                settings.text("enrol.token", ""),
                settings.flag("redis.enrolled", false),
                settings.duration("keys.keep", Duration.ofDays(90)));
    }

    /** Leaves out the token. */
    @Override
    public String toString() {
        return "enrolment at " + master;
    }
}
