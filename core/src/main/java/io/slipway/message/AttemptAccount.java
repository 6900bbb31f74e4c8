// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import io.slipway.log.LogName;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.List;

/**
 * What became of the tasks and logs of an attempt, told once more with its end: events on their way are lost when Redis is emptied or a
 * runner is killed, and nothing else would tell of them.
 *
 * @param tasks that this attempt has run or skipped, in order
 * @param logs every log that it has written
 */
public record AttemptAccount(List<TaskEnd> tasks, List<LogEnd> logs) {
    /** Of an attempt of which nothing is known. */
    public static final AttemptAccount NONE = new AttemptAccount(List.of(), List.of());

    public AttemptAccount {
        tasks = List.copyOf(tasks);
        logs = List.copyOf(logs);
    }

    /**
     * The end of a task.
     *
     * @param exitCode of the script, -1 when it has none
     * @param started null for a task that was skipped
     */
    public record TaskEnd(TaskName task, TaskStatus status, int exitCode, Instant started, Instant ended) {
        public TaskEnd {
            requireNonNull(task, "task");
            requireNonNull(status, "status");
            requireNonNull(ended, "ended");
        }
    }

    /**
     * The end of a log.
     *
     * @param length in bytes
     * @param sha256 of the whole log, in lower-case hexadecimal
     */
    public record LogEnd(LogName log, long length, String sha256) {
        public LogEnd {
            requireNonNull(log, "log");
            requireNonNull(sha256, "sha256");
        }
    }
}
