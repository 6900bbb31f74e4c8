// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.listing;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.List;

/**
 * A job of a list.
 *
 * @param owner name of the user, without tilde
 * @param note as it was written
 * @param runner of the newest attempt; empty before the first
 * @param updated when its status was set
 * @param started when its newest attempt began, by the runner's clock; null while none counts
 * @param ended when that ended; null until then
 * @param tasks in order
 */
public record JobLine(
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
        Instant started,
        Instant ended,
        List<Mark> tasks) {
    public JobLine {
        tags = List.copyOf(tags);
        tasks = List.copyOf(tasks);
    }

    /** A task in one glance. */
    public record Mark(TaskName name, TaskStatus status) {}
}
