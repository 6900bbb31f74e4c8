// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import static java.util.Objects.requireNonNull;

/**
 * The bytes that a runner is about to upload, as it says; the object store takes no others.
 *
 * @param size in bytes
 * @param sha256 in lower-case hexadecimal
 * @param md5 in Base64, which is how object stores compare what comes in
 */
public record ObjectOffer(long size, String sha256, String md5) {
    public ObjectOffer {
        requireNonNull(sha256, "sha256");
        requireNonNull(md5, "md5");
    }
}
