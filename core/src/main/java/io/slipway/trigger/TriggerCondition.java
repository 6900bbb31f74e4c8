// SPDX-License-Identifier: Apache-2.0
package io.slipway.trigger;

import io.slipway.job.JobStatus;
import java.util.Locale;

/** On which ends of a job a trigger happens. */
public enum TriggerCondition {
    /** The job succeeded. */
    SUCCESS,
    /** The job failed, ran out of time or was cancelled. */
    FAILURE,
    /** The job ended. */
    ALWAYS;

    /** @throws IllegalArgumentException when {@code status} is not terminal */
    public boolean matches(JobStatus status) {
        if (!status.isTerminal()) {
            throw new IllegalArgumentException("status `%s` is not the end of a job".formatted(status.word()));
        }
        return switch (this) {
            case SUCCESS -> status == JobStatus.SUCCESS;
            case FAILURE -> status != JobStatus.SUCCESS;
            case ALWAYS -> true;
        };
    }

    /** The word of manifests, API and database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no condition has this word */
    public static TriggerCondition ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
