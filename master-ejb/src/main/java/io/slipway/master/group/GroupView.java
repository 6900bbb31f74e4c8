// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.group;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.trigger.DeliveryView;
import io.slipway.trigger.Trigger;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a page or an API shows of one group.
 *
 * @param owner user name, without tilde
 * @param status of the group, which follows from its jobs
 * @param jobs by their numbers
 */
public record GroupView(
        GroupId id,
        String owner,
        String note,
        JobStatus status,
        Instant created,
        List<GroupedJob> jobs,
        List<Trigger> triggers,
        List<DeliveryView> deliveries) {
    public GroupView {
        jobs = List.copyOf(jobs);
        triggers = List.copyOf(triggers);
        deliveries = List.copyOf(deliveries);
    }

    /** Whether a job of it waits to be started. */
    public boolean isStartable() {
        return jobs.stream().anyMatch(job -> job.status() == JobStatus.PENDING);
    }

    /** Whether a job of it has not ended. */
    public boolean isCancellable() {
        return !status.isTerminal();
    }

    /** A job of the group. */
    public record GroupedJob(JobId id, JobStatus status, String note, List<String> tags, String image) {
        public GroupedJob {
            tags = List.copyOf(tags);
        }
    }
}
