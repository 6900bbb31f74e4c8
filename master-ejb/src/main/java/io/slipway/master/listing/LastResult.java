// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.listing;

import java.util.Locale;

/** What a badge says: how the newest of some jobs ended. */
public enum LastResult {
    /** In success. */
    SUCCESS,
    /** Otherwise, and not because somebody cancelled it. */
    FAILURE,
    /** No job has ended so far. */
    UNKNOWN;

    /** As people read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
