// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.job.JobStatus;
import java.util.List;

/** Where a group stands: it follows from its jobs. */
public final class GroupStatus {
    private GroupStatus() {}

    /**
     * {@code pending} while all jobs are, {@code queued} or {@code running} until the last has ended; then {@code success} when all
     * succeeded, else the status of the first that did not.
     *
     * @param jobs by the jobs' numbers; at least one
     */
    public static JobStatus of(List<JobStatus> jobs) {
        if (jobs.stream().allMatch(JobStatus::isTerminal)) {
            return jobs.stream()
                    .filter(status -> status != JobStatus.SUCCESS)
                    .findFirst()
                    .orElse(JobStatus.SUCCESS);
        }
        if (jobs.stream().allMatch(status -> status == JobStatus.PENDING)) {
            return JobStatus.PENDING;
        }
        boolean begun = jobs.stream().anyMatch(status -> status == JobStatus.RUNNING || status.isTerminal());
        return begun ? JobStatus.RUNNING : JobStatus.QUEUED;
    }
}
