// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.operator;

import io.slipway.batch.ExecutionStatus;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;

/**
 * Which executions a list has.
 *
 * @param runner null for those of all
 * @param status null for whatever they have
 * @param job null for those of all
 */
public record ExecutionFilter(RunnerName runner, ExecutionStatus status, JobId job) {
    /** Every execution. */
    public static final ExecutionFilter NONE = new ExecutionFilter(null, null, null);
}
