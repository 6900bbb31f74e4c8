// SPDX-License-Identifier: Apache-2.0
package io.slipway.batch;

import java.util.EnumSet;
import java.util.Locale;

/** Where an execution or one of its steps stands, in the words of Jakarta Batch. */
public enum ExecutionStatus {
    /** Was taken, and runs soon. */
    STARTING,
    /** Runs. */
    STARTED,
    /** Was told to stop, and has not yet. */
    STOPPING,
    /** Ended because it was told to; may be restarted. */
    STOPPED,
    /** Ended before it was done; may be restarted. */
    FAILED,
    /** Is done. */
    COMPLETED,
    /** Ended, and is never to be restarted. */
    ABANDONED;

    public boolean isRunning() {
        return EnumSet.of(STARTING, STARTED, STOPPING).contains(this);
    }

    /** Whether the batch runtime restarts it. */
    public boolean mayBeRestarted() {
        return this == FAILED || this == STOPPED;
    }

    /** The word that database, REST and people use: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no status has this word */
    public static ExecutionStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
