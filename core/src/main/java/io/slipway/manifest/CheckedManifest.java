// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a check gives for a manifest without errors.
 *
 * @param manifest the manifest
 * @param warnings in the order of their lines; empty for none
 * @param places where in the text its keys stand
 */
public record CheckedManifest(Manifest manifest, List<Finding> warnings, ManifestPlaces places) {
    public CheckedManifest {
        requireNonNull(manifest, "manifest");
        requireNonNull(places, "places");
        warnings = List.copyOf(warnings);
    }
}
