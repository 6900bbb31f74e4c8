// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.checkpoint;

import io.slipway.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What checkpoints may cost, and how long they are kept.
 *
 * @param folder where they are kept; on the same disk as the run folders of guests
 * @param percent the most of an attempt's time that they may take; 0 for no checkpoints, 100 for one before every task
 * @param expiry how long one is kept
 * @param quota the most bytes of all that are kept
 */
public record CheckpointSettings(Path folder, int percent, Duration expiry, long quota) {
    /** Keys {@code checkpoint.percent}, {@code checkpoint.expiry}, {@code checkpoint.quota}. */
    public static CheckpointSettings from(Settings settings, Path state) {
        return new CheckpointSettings(
                state.resolve("checkpoints"),
                settings.number("checkpoint.percent", 5, 0, 100),
                settings.duration("checkpoint.expiry", Duration.ofHours(24)),
                settings.number("checkpoint.quota", 20L << 30, 0, 1L << 50));
    }
}
