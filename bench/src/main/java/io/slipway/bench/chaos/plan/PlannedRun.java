// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.List;

/**
 * One run: a handful of jobs, and what is broken while they run.
 *
 * @param number from 1
 */
public record PlannedRun(int number, List<PlannedJob> jobs, List<Fault> faults) {
    public PlannedRun {
        jobs = List.copyOf(jobs);
        faults = List.copyOf(faults);
    }
}
