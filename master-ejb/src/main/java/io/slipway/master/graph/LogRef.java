// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import static java.util.Objects.requireNonNull;

import io.slipway.job.JobId;
import io.slipway.log.LogName;

/** A log of a job, as its newest attempt, or the one that ran the task last, has it. */
public record LogRef(JobId job, LogName log) {
    public LogRef {
        requireNonNull(job, "job");
        requireNonNull(log, "log");
    }
}
