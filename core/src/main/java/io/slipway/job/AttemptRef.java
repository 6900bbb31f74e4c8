// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attempt at a job, as master and runner name it to each other.
 *
 * @param job the job
 * @param number 1 for the first attempt at the job, counted up
 * @param epoch grows with every hand-over of the job; an event that carries an older epoch is refused
 */
public record AttemptRef(JobId job, int number, long epoch) {
    private static final Pattern KEY = Pattern.compile("([1-9]\\d{0,17})-([1-9]\\d{0,8})-([1-9]\\d{0,17})");

    public AttemptRef {
        requireNonNull(job, "job");
        if (number < 1 || epoch < 1) {
            throw new IllegalArgumentException(
                    "attempt `%d` with epoch `%d` of job %s: both are 1 or more".formatted(number, epoch, job));
        }
    }

    /** {@code JOB-NUMBER-EPOCH}, for names of files and parameters. */
    public String key() {
        return "%s-%d-%d".formatted(job, number, epoch);
    }

    /** The attempt of a {@link #key}; empty for any other text. */
    public static Optional<AttemptRef> ofKey(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches()
                ? Optional.of(new AttemptRef(
                        new JobId(Long.parseLong(parts.group(1))),
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "job %s attempt %d epoch %d".formatted(job, number, epoch);
    }
}
