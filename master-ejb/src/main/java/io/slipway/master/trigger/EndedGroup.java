// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.job.JobStatus;
import io.slipway.master.store.GroupStore.GroupRow;
import io.slipway.master.store.JobRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A group whose last job has just ended.
 *
 * @param jobs by their numbers
 */
record EndedGroup(GroupRow row, List<JobRow> jobs, Instant at) {
    EndedGroup {
        jobs = List.copyOf(jobs);
    }

    JobStatus status() {
        return GroupStatus.of(jobs.stream().map(JobRow::status).toList());
    }

    /** The tags that all jobs begin with. */
    List<String> commonTags() {
        List<String> common = new ArrayList<>(jobs.get(0).tags());
        for (JobRow job : jobs) {
            int same = 0;
            while (same < Math.min(common.size(), job.tags().size())
                    && common.get(same).equals(job.tags().get(same))) {
                same++;
            }
            common = common.subList(0, same);
        }
        return common;
    }
}
