// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.log;

import io.slipway.job.AttemptRef;
import io.slipway.settings.Settings;
import java.nio.file.Path;

/**
 * Where logs are written and how long one may grow.
 *
 * @param folder has a folder for each job
 * @param limit the most bytes of one log
 */
public record LogSettings(Path folder, long limit) {
    private static final long DEFAULT_LIMIT = 64L << 20;

    /** The folder of an attempt's logs: the job's own for the first attempt, {@code ID/attempt.N} for a later one. */
    Path folderOf(AttemptRef attempt) {
        Path job = folder.resolve(attempt.job().toString());
        return attempt.number() == 1 ? job : job.resolve("attempt." + attempt.number());
    }

    /** Keys {@code logs.folder} and {@code log.limit}. */
    public static LogSettings from(Settings settings) {
        return new LogSettings(
                settings.path("logs.folder", Path.of("/var/lib/slipway/logs")),
                settings.number("log.limit", DEFAULT_LIMIT, 1024, 16L << 30));
    }
}
