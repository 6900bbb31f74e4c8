// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.cache;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.nio.file.Path;

/**
 * Where caches are kept.
 *
 * @param folder holds a folder for each owner
 * @param quota the most bytes of all caches of one owner; 0 to keep none
 */
public record CacheSettings(Path folder, long quota) {
    public CacheSettings {
        requireNonNull(folder, "folder");
    }

    /** Keys {@code caches.folder}, {@code caches.quota} (bytes). */
    public static CacheSettings from(Settings settings) {
        return new CacheSettings(
                settings.path("caches.folder", Path.of("caches")),
                settings.number("caches.quota", 4L << 30, 0L, 1L << 50));
    }
}
