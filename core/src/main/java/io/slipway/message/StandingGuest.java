// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
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

    /**
     * What a person types to log in to the guest of a job.
     *
     * @param ssh {@code host:port} of the runner's ssh server
     */
    public static String command(String ssh, JobId job) {
        int colon = ssh.lastIndexOf(':');
        return "ssh -t -p %s builds@%s connect %s".formatted(ssh.substring(colon + 1), ssh.substring(0, colon), job);
    }
}
