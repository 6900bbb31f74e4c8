// SPDX-License-Identifier: Apache-2.0
package io.slipway.error;

/** Whose a problem is; decides status, log level, retry, and whether an operator is told. */
public enum Family {
    /** The user's: a bad manifest, a task that ends with another exit code than 0, a wrong token. Never tried again by itself. */
    USER,
    /** Ours: a guest that does not boot, a store that is down. Tried again within limits, and an operator is told. */
    OURS,
    /** An interruption: cancelled, deadline passed, runner stopping. */
    INTERRUPTION
}
