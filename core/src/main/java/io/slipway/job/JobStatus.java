// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a job stands. The one place that says which status may follow which. */
public enum JobStatus {
    /** Kept, and not to run until somebody starts it. */
    PENDING,
    /** Waits for a runner with a free slot, or was handed to a runner of which nothing shows yet that it has begun. */
    QUEUED,
    /** A runner has it and has begun: the master has accepted an event of the newest attempt, whichever came first. */
    RUNNING,
    /** Every task ended with exit code 0 and every artifact was kept. */
    SUCCESS,
    /** A task, a package, a source or an artifact failed, or no runner could carry the job to its end. */
    FAILED,
    /** The time limit passed first, by the runner's word or, when the runner does not give it, by the master's. */
    TIMEOUT,
    /** Somebody with the right to do so ended it. */
    CANCELLED;

    /** The statuses that may follow this one by itself; empty for a terminal status, after which only a restart by a person comes. */
    public Set<JobStatus> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(QUEUED, CANCELLED);
            case QUEUED -> EnumSet.of(RUNNING, FAILED, TIMEOUT, CANCELLED);
            case RUNNING -> EnumSet.of(QUEUED, SUCCESS, FAILED, TIMEOUT, CANCELLED);
            case SUCCESS, FAILED, TIMEOUT, CANCELLED -> EnumSet.noneOf(JobStatus.class);
        };
    }

    public boolean canBecome(JobStatus following) {
        return next().contains(following);
    }

    /** Whether nothing follows: the job has reached its one end. */
    public boolean isTerminal() {
        return next().isEmpty();
    }

    /** Whether nothing of the job runs yet, so that it can be said why. */
    public boolean mayWait() {
        return this == PENDING || this == QUEUED;
    }

    /** Whether a person may have it tried again: it ended, and not in success. */
    public boolean mayBeRestarted() {
        return isTerminal() && this != SUCCESS;
    }

    /** The statuses from which {@code status} can be reached in one move. */
    public static Set<JobStatus> before(JobStatus status) {
        Set<JobStatus> before = EnumSet.noneOf(JobStatus.class);
        for (JobStatus candidate : values()) {
            if (candidate.canBecome(status)) {
                before.add(candidate);
            }
        }
        return before;
    }

    /** The word that database, REST and people use: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no status has this word */
    public static JobStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
