// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.waiting;

import java.util.Locale;

/** Why a job waits. */
public enum WaitReason {
    /** Nobody has started it. */
    NOT_STARTED,
    /** No runner that takes jobs offers its image in its architecture. */
    NO_RUNNER,
    /** The runners that may have it were not heard for longer than a lease. */
    RUNNER_SILENT,
    /** Every slot of the runners that may have it is taken. */
    SLOTS_BUSY,
    /** Its owner has attempts running, so that others who have fewer go first. */
    OWNER_SHARE,
    /** Its owner is suspended. */
    OWNER_SUSPENDED,
    /** A slot is free; it is handed over in a moment. */
    NEXT,
    /** A runner has it and has not said yet that it has begun. */
    HANDED_OVER;

    /** As the API has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
