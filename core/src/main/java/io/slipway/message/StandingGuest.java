// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import io.slipway.job.AttemptRef;
import io.slipway.task.TaskName;
import java.time.Instant;

/**
 * The guest of an attempt that has ended, which still stands by for a person.
 *
 * @param attempt whose guest it is
 * @param task which the job would go on with in it; null when there is none
 * @param until when the runner throws it away
 * @param visited whether somebody has logged in to it
 */
public record StandingGuest(AttemptRef attempt, TaskName task, Instant until, boolean visited) {
    public StandingGuest {
        requireNonNull(attempt, "attempt");
        requireNonNull(until, "until");
    }
}
