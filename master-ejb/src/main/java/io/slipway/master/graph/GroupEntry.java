// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.trigger.Trigger;
import java.time.Instant;
import java.util.List;

/**
 * A group of jobs.
 *
 * @param ownerId of the user whose group it is
 * @param jobs by their numbers
 */
public record GroupEntry(
        GroupId id, long ownerId, String note, Instant created, List<JobId> jobs, List<Trigger> triggers) {
    public GroupEntry {
        jobs = List.copyOf(jobs);
        triggers = List.copyOf(triggers);
    }
}
