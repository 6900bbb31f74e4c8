// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.Objects.requireNonNull;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.task.TaskName;
import java.util.List;

/**
 * A job that is to be stored.
 *
 * @param owner id of the user
 * @param manifest the text, checked
 * @param tasks names in order
 * @param priority the greater goes first
 * @param queued false keeps it pending until somebody starts it
 */
public record NewJob(
        long owner,
        Visibility visibility,
        String note,
        List<String> tags,
        ImageName image,
        Arch arch,
        String manifest,
        List<TaskName> tasks,
        int priority,
        boolean queued) {
    public NewJob {
        requireNonNull(visibility, "visibility");
        requireNonNull(manifest, "manifest");
        tags = List.copyOf(tags);
        tasks = List.copyOf(tasks);
    }

    /** Where it begins. */
    public JobStatus status() {
        return queued ? JobStatus.QUEUED : JobStatus.PENDING;
    }
}
