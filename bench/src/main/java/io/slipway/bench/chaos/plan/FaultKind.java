// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.Locale;

/** How something is broken. */
public enum FaultKind {
    /** {@code kill -9} of all its processes; started again after a while. */
    KILL,
    /** SIGSTOP, and SIGCONT after a while. */
    PAUSE,
    /** Told to stop in good order; started again after a while. */
    RESTART,
    /** Its connections are broken and refused for a while. */
    CUT,
    /** Loses everything that it holds. */
    EMPTY,
    /** The connection to a guest breaks in the middle of a task, in the job's first attempt. */
    VANISH;

    /** As tables have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
