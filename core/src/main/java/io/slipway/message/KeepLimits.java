// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

/**
 * How much may be kept of one attempt's guest.
 *
 * @param artifacts the most artifacts
 * @param artifactBytes the most bytes of one artifact
 * @param cacheBytes the most bytes of one cache, as it is sent; 0 when none is kept
 */
public record KeepLimits(int artifacts, long artifactBytes, long cacheBytes) {
    /** For orders that say nothing. */
    public static final KeepLimits DEFAULT = new KeepLimits(64, 1L << 30, 0);

    public KeepLimits {
        if (artifacts < 0 || artifactBytes < 0 || cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "limits of %d artifacts, %d and %d bytes".formatted(artifacts, artifactBytes, cacheBytes));
        }
    }
}
