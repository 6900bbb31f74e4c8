// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.job.GroupId;
import io.slipway.manifest.Finding;
import io.slipway.master.query.JobView;
import java.util.List;

/**
 * What was taken, as its submit left it, and the warnings about its manifest.
 *
 * @param jobs one; of a manifest with a matrix one for each combination, in the order of the matrix
 * @param group that several jobs are; null for one
 */
public record Submitted(List<JobView> jobs, GroupId group, List<Finding> warnings) {
    public Submitted {
        jobs = List.copyOf(jobs);
        warnings = List.copyOf(warnings);
        if (jobs.isEmpty()) {
            throw new IllegalArgumentException("submitted: a job is needed");
        }
    }

    /** The job, or the first of them. */
    public JobView job() {
        return jobs.get(0);
    }
}
