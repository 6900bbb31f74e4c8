// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.log.LogName;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.task.TaskStatus;
import io.slipway.web.api.Links;
import java.util.List;

/**
 * A task as the page shows it.
 *
 * @param task the task
 * @param log address of its log
 * @param over whether its job has ended
 */
public record TaskLine(TaskView task, String log, boolean over) {
    static List<TaskLine> of(JobView job) {
        return job.tasks().stream()
                .map(task -> new TaskLine(
                        task,
                        Links.log(job.id(), LogName.of(task.name())),
                        job.status().isTerminal()))
                .toList();
    }

    public String name() {
        return task.name().value();
    }

    public String status() {
        return task.status().word();
    }

    /** The status as people say it: nothing is still to come of a job that has ended. */
    public String words() {
        return over && task.status() == TaskStatus.PENDING ? "not run" : status();
    }
}
