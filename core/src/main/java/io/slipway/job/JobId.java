// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

/**
 * The number of a job, unique on one master and never used twice.
 *
 * @param value 1 or more
 */
public record JobId(long value) implements Comparable<JobId> {
    public JobId {
        if (value < 1) {
            throw new IllegalArgumentException("job id `%d`: 1 or more is allowed".formatted(value));
        }
    }

    @Override
    public int compareTo(JobId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
