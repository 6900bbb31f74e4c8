// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.Locale;

/** What a job is for, which says how it must end. */
public enum JobKind {
    /** Tasks that succeed. */
    PLAIN,
    /** Tasks that succeed, and an artifact. */
    ARTIFACT,
    /** Tasks that succeed and print much at once. */
    LONG,
    /** Its third task ends with exit code 3. */
    FAILING,
    /** As {@link #FAILING}, and then it is restarted from that task with a script that succeeds. */
    REOPENED,
    /** Never ends by itself, and is cancelled. */
    CANCELLED,
    /** Tasks that succeed, and it is cancelled about when they end. */
    OVERTAKEN,
    /** Never ends by itself, and runs into its time limit. The next runs do not wait for it. */
    ENDLESS;

    /** As tables have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody cancels it. */
    public boolean isCancelled() {
        return this == CANCELLED || this == OVERTAKEN;
    }
}
