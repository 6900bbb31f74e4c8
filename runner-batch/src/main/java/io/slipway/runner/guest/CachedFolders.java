// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import static java.util.Objects.requireNonNull;

import io.slipway.cache.CacheName;
import java.util.List;

/**
 * What of a guest belongs to a cache.
 *
 * @param paths of files and folders below the home folder, which they are relative to
 */
public record CachedFolders(CacheName name, List<String> paths) {
    public CachedFolders {
        requireNonNull(name, "name");
        paths = List.copyOf(paths);
    }

    /** What packing them gave. */
    public enum Packed {
        /** An archive. */
        WHOLE,
        /** None: nothing of them is there. */
        NOTHING_THERE,
        /** None: they are as they were when they were unpacked. */
        UNCHANGED
    }
}
