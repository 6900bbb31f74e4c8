// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.query;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.master.query.JobView.TaskView;
import java.time.Instant;
import java.util.List;

/** One line of a list of jobs. */
public record JobSummary(
        JobId id,
        String owner,
        JobStatus status,
        Visibility visibility,
        String note,
        List<String> tags,
        String image,
        String runner,
        Instant created,
        Instant updated,
        List<TaskView> tasks) {
    public JobSummary {
        tags = List.copyOf(tags);
        tasks = List.copyOf(tasks);
    }
}
