// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

/** A stretch of an attempt that is timed by itself. */
public enum Phase {
    /** From the order's arrival to a guest that answers over ssh. */
    GUEST,
    /** Environment, repositories, packages and sources. */
    PREPARE,
    /** All tasks. */
    TASKS,
    /** Collecting and uploading artifacts. */
    ARTIFACTS,
    /** Throwing the guest away. */
    TEARDOWN
}
