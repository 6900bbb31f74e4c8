// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

/**
 * The number of a group of jobs, unique on one master and never used twice.
 *
 * @param value 1 or more
 */
public record GroupId(long value) implements Comparable<GroupId> {
    public GroupId {
        if (value < 1) {
            throw new IllegalArgumentException("group id `%d`: 1 or more is allowed".formatted(value));
        }
    }

    @Override
    public int compareTo(GroupId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
