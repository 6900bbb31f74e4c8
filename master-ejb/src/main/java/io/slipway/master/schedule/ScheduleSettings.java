// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.time.Duration;

/**
 * How much may be scheduled.
 *
 * @param distance the least time between two runs of a schedule
 * @param most schedules that a user may have
 */
public record ScheduleSettings(Duration distance, int most) {
    private static final int LARGEST = 10_000;

    public ScheduleSettings {
        requireNonNull(distance, "distance");
    }

    /** Keys {@code schedule.distance}, {@code schedule.most}. */
    public static ScheduleSettings from(Settings settings) {
        return new ScheduleSettings(
                settings.duration("schedule.distance", Duration.ofMinutes(5)),
                settings.number("schedule.most", 20, 0, LARGEST));
    }
}
