// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.log.LogName;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.web.api.Links;
import java.util.List;

/**
 * A task as the page shows it.
 *
 * @param task the task
 * @param log address of its log
 */
public record TaskLine(TaskView task, String log) {
    static List<TaskLine> of(JobView job) {
        return job.tasks().stream()
                .map(task -> new TaskLine(task, Links.log(job.id(), LogName.of(task.name()))))
                .toList();
    }

    public String name() {
        return task.name().value();
    }

    public String status() {
        return task.status().word();
    }
}
