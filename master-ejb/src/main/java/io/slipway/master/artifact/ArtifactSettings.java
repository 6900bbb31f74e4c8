// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.nio.file.Path;

/**
 * Where artifacts are kept.
 *
 * @param folder holds a folder for each job
 * @param limit the most bytes of one artifact
 */
public record ArtifactSettings(Path folder, long limit) {
    public ArtifactSettings {
        requireNonNull(folder, "folder");
    }

    /** Keys {@code artifacts.folder}, {@code artifact.limit} (bytes). */
    public static ArtifactSettings from(Settings settings) {
        return new ArtifactSettings(
                settings.path("artifacts.folder", Path.of("artifacts")),
                settings.number("artifact.limit", 1L << 30, 1L, 1L << 50));
    }
}
