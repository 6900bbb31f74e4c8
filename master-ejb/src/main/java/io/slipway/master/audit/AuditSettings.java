// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.time.Duration;

/**
 * How the audit log is kept.
 *
 * @param keep how long a line is; zero for ever
 */
public record AuditSettings(Duration keep) {
    private static final Duration USUAL = Duration.ofDays(400);
    /** The database forgets none before. */
    private static final Duration SHORTEST = Duration.ofDays(31);

    /** Key {@code audit.keep}. */
    public static AuditSettings from(Settings settings) {
        Duration keep = settings.duration("audit.keep", USUAL);
        if (!keep.isZero() && keep.compareTo(SHORTEST) < 0) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading the settings: key `audit.keep` is `%s`; 31 days or more are allowed, and 0 for ever"
                            .formatted(keep));
        }
        return new AuditSettings(keep);
    }
}
