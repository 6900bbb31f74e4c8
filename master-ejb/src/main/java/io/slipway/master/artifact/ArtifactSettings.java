// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where artifacts are kept.
 *
 * @param folder holds a folder for each job
 * @param most of one attempt
 * @param limit the most bytes of one artifact
 * @param reportLimit the most bytes of a test report that is read; 0 to read none
 * @param keep how long the bytes of artifacts are kept; zero for ever
 */
public record ArtifactSettings(Path folder, int most, long limit, long reportLimit, Duration keep) {
    public ArtifactSettings {
        requireNonNull(folder, "folder");
        requireNonNull(keep, "keep");
    }

    /** Keys {@code artifacts.folder}, {@code artifacts.most}, {@code artifact.limit}, {@code test-report.limit} (bytes), {@code artifacts.keep}. */
    public static ArtifactSettings from(Settings settings) {
        return new ArtifactSettings(
                settings.path("artifacts.folder", Path.of("artifacts")),
                settings.number("artifacts.most", 64, 0, 1000),
                settings.number("artifact.limit", 1L << 30, 1L, 1L << 50),
                settings.number("test-report.limit", 10L << 20, 0L, 1L << 30),
                settings.duration("artifacts.keep", Duration.ZERO));
    }
}
