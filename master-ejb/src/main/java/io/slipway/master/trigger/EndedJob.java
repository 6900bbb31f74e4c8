// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.TaskStore.TaskRow;
import java.util.List;

/**
 * A job that has just ended.
 *
 * @param attempt that ended with it; null when no runner had the job then
 */
record EndedJob(JobRow row, List<TaskRow> tasks, AttemptRow attempt) {
    EndedJob {
        tasks = List.copyOf(tasks);
    }
}
