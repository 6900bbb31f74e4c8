// SPDX-License-Identifier: Apache-2.0
package io.slipway.image;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An image that a runner can boot guests of.
 *
 * @param name as manifests write it; an alias of an image is offered under its own name
 * @param defaultArch what {@link Arch#DEFAULT} means for it
 * @param arches every architecture that has a root image
 */
public record OfferedImage(ImageName name, Arch defaultArch, List<Arch> arches) {
    public OfferedImage {
        requireNonNull(name, "name");
        requireNonNull(defaultArch, "defaultArch");
        arches = List.copyOf(arches);
    }

    public boolean offers(Arch arch) {
        return arches.contains(arch.isDefault() ? defaultArch : arch);
    }
}
