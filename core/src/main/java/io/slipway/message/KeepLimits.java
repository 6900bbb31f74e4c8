// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * How much may be kept of one attempt's guest, and how it is handed over.
 *
 * @param artifacts the most artifacts
 * @param artifactBytes the most bytes of one artifact
 * @param cacheBytes the most bytes of one cache, as it is sent; 0 when none is kept
 * @param askFirst whether the master is to be asked where an artifact goes before its bytes are sent
 */
public record KeepLimits(int artifacts, long artifactBytes, long cacheBytes, boolean askFirst) {
    /** For orders that say nothing. */
    public static final KeepLimits DEFAULT = new KeepLimits(64, 1L << 30, 0);

    @JsonCreator
    public KeepLimits {
        if (artifacts < 0 || artifactBytes < 0 || cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "limits of %d artifacts, %d and %d bytes".formatted(artifacts, artifactBytes, cacheBytes));
        }
    }

    /** When artifacts go straight to the master. */
    public KeepLimits(int artifacts, long artifactBytes, long cacheBytes) {
        this(artifacts, artifactBytes, cacheBytes, false);
    }

    /** The same for a runner that takes artifacts of at most so many bytes itself. */
    public KeepLimits withArtifactBytes(long own) {
        return new KeepLimits(artifacts, Math.min(own, artifactBytes), cacheBytes, askFirst);
    }
}
