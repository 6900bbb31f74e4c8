// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.Objects.requireNonNull;

import io.slipway.job.JobId;
import java.time.Instant;
import java.util.UUID;

/**
 * An object of the object store that is an artifact, or was to be one.
 *
 * @param number of the attempt that asked for its address
 * @param position which artifact of the attempt, from 0
 * @param path where it was in the guest
 * @param size in bytes, as the runner says
 * @param sha256 in lower-case hexadecimal, as the runner says
 * @param created when its address was made
 */
public record StoredObject(
        UUID id,
        String bucket,
        String key,
        JobId job,
        int number,
        int position,
        String name,
        String path,
        long size,
        String sha256,
        Instant created) {
    public StoredObject {
        requireNonNull(id, "id");
        requireNonNull(bucket, "bucket");
        requireNonNull(key, "key");
        requireNonNull(job, "job");
    }
}
