// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.log;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.nio.file.Path;

/**
 * Where the logs of jobs are kept.
 *
 * @param folder holds a folder for each job
 * @param limit the most bytes that are kept of one log
 */
public record LogSettings(Path folder, long limit) {
    public LogSettings {
        requireNonNull(folder, "folder");
    }

    /** Keys {@code logs.folder}, {@code log.limit} (bytes). */
    public static LogSettings from(Settings settings) {
        return new LogSettings(
                settings.path("logs.folder", Path.of("logs")),
                settings.number("log.limit", 64L << 20, 1L << 10, 1L << 40));
    }
}
