// SPDX-License-Identifier: Apache-2.0
package io.slipway.task;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a task of an attempt stands. */
public enum TaskStatus {
    /** Not begun; tasks behind a failed one stay so. */
    PENDING,
    /** Its script runs in the guest. */
    RUNNING,
    /** Its script ended with exit code 0. */
    SUCCESS,
    /** Its script ended with another exit code, or was cut off. */
    FAILED,
    /** An earlier task declared the job complete. */
    SKIPPED;

    /** The statuses that may follow this one; empty for a terminal status. */
    public Set<TaskStatus> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(RUNNING, SKIPPED);
            case RUNNING -> EnumSet.of(SUCCESS, FAILED);
            case SUCCESS, FAILED, SKIPPED -> EnumSet.noneOf(TaskStatus.class);
        };
    }

    public boolean canBecome(TaskStatus following) {
        return next().contains(following);
    }

    public boolean isTerminal() {
        return next().isEmpty();
    }

    /** The word that database, REST and people use: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no status has this word */
    public static TaskStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
