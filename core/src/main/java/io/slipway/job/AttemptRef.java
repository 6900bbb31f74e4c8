// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

import static java.util.Objects.requireNonNull;

/**
 * One attempt at a job, as master and runner name it to each other.
 *
 * @param job the job
 * @param number 1 for the first attempt at the job, counted up
 * @param epoch grows with every hand-over of the job; an event that carries an older epoch is refused
 */
public record AttemptRef(JobId job, int number, long epoch) {
    public AttemptRef {
        requireNonNull(job, "job");
        if (number < 1 || epoch < 1) {
            throw new IllegalArgumentException(
                    "attempt `%d` with epoch `%d` of job %s: both are 1 or more".formatted(number, epoch, job));
        }
    }

    @Override
    public String toString() {
        return "job %s attempt %d epoch %d".formatted(job, number, epoch);
    }
}
