// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

/**
 * Reads a manifest from YAML and checks it; pure and safe to share between threads.
 *
 * <p>Master and runner use the same parser: the master before it stores a job, the runner on the text that the work order carries.
 */
public final class ManifestParser {
    /** The longest manifest that is taken, in bytes of UTF-8: one less than this many. */
    public static final int LIMIT_BYTES = 16_384;

    /**
     * Reads the text of a manifest.
     *
     * @throws ManifestException with all errors and warnings, when there is at least one error
     */
    public CheckedManifest parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    /**
     * Reads the bytes of a manifest, which must be UTF-8.
     *
     * @throws ManifestException with all errors and warnings, when there is at least one error
     */
    public CheckedManifest parse(byte[] bytes) {
        throw new UnsupportedOperationException(Integer.toString(bytes.length));
    }
}
