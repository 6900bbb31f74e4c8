// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import static java.util.Objects.requireNonNull;

/**
 * What a runner says of the artifact that it uploads; nothing of it was checked.
 *
 * @param position among the attempt's artifacts, from 0
 * @param name under which people download it
 * @param path where it was in the guest
 */
public record ArtifactUpload(int position, String name, String path) {
    public ArtifactUpload {
        requireNonNull(name, "name");
        requireNonNull(path, "path");
    }
}
