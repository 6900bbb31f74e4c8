// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.net.URI;
import java.time.Duration;

/**
 * How the console's sessions are kept.
 *
 * @param idle how long one may do nothing before it ends
 * @param origin the address of the console, as people reach it
 */
public record SessionSettings(Duration idle, URI origin) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    public SessionSettings {
        requireNonNull(idle, "idle");
        requireNonNull(origin, "origin");
    }

    /**
     * Key {@code session.idle}: whole minutes are counted.
     *
     * @param origin the address of the console
     * @throws io.slipway.error.ProblemException when the value is not from one minute to 30 days
     */
    public static SessionSettings from(Settings settings, URI origin) {
        Duration idle = settings.duration("session.idle", Duration.ofHours(8));
        if (idle.compareTo(SHORTEST) < 0 || idle.compareTo(LONGEST) > 0) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading setting `session.idle`: `%s`; one minute (`1m`) to 30 days (`30d`) are allowed"
                            .formatted(idle));
        }
        return new SessionSettings(idle, origin);
    }

    /** Whether people reach the console by https, so that its cookie is to go by nothing else. */
    public boolean https() {
        return "https".equals(origin.getScheme());
    }
}
