// SPDX-License-Identifier: Apache-2.0
package io.slipway.log;

import static java.util.Objects.requireNonNull;

import io.slipway.task.TaskName;

/**
 * Which log of an attempt: the setup log, or the log of a task.
 *
 * @param value empty for the setup log, else the task's name
 */
public record LogName(String value) {
    /** What the runner itself did: boot, packages, sources, artifacts, outcome. */
    public static final LogName SETUP = new LogName("");

    public LogName {
        requireNonNull(value, "value");
        if (!value.isEmpty() && !TaskName.isLegal(value)) {
            throw new IllegalArgumentException("log `%s`: empty or the name of a task is allowed".formatted(value));
        }
    }

    public static LogName of(TaskName task) {
        return new LogName(task.value());
    }

    public boolean isSetup() {
        return value.isEmpty();
    }

    /**
     * Where the log stands below the folder of its job: {@code log} or {@code TASK/log}. The folder of a task named {@code log} is
     * {@code log.task}, which no task can be named, because the setup log has that name already.
     */
    public String path() {
        if (isSetup()) {
            return "log";
        }
        return value.equals("log") ? "log.task/log" : value + "/log";
    }

    @Override
    public String toString() {
        return isSetup() ? "setup" : value;
    }
}
