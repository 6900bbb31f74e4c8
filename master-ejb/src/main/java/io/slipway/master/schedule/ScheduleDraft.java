// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import static java.util.Objects.requireNonNull;

import io.slipway.master.submit.Submission;

/**
 * A schedule as a user hands it in.
 *
 * @param name what its owner calls it
 * @param cron five fields, as crontab(5) has them
 * @param zone in which their times are meant
 * @param submission what each run submits
 * @param paused whether it is not to run for now
 */
public record ScheduleDraft(String name, String cron, String zone, Submission submission, boolean paused) {
    public ScheduleDraft {
        requireNonNull(name, "name");
        requireNonNull(cron, "cron");
        requireNonNull(zone, "zone");
        requireNonNull(submission, "submission");
    }
}
