// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.standby;

import io.slipway.settings.Settings;
import java.time.Duration;

/**
 * How long guests stand by, and how many.
 *
 * @param time how long the guest of a failed attempt waits for a person; zero for no standing by
 * @param most how many guests stand by at once
 */
public record StandbySettings(Duration time, int most) {
    /** Keys {@code standby.time}, {@code standby.most}. */
    public static StandbySettings from(Settings settings) {
        return new StandbySettings(
                settings.duration("standby.time", Duration.ofMinutes(10)), settings.number("standby.most", 2, 0, 1000));
    }
}
