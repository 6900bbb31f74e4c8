// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import io.slipway.job.AttemptRef;
import io.slipway.task.TaskName;

/**
 * Where an attempt goes on that somebody asked for: in the guest of an earlier attempt, as its checkpoint has it.
 *
 * @param from the attempt of the same job whose checkpoint the runner holds
 * @param task the first task that is to run; those before it have succeeded
 * @param script what that task is to run; empty for the script of the manifest
 */
public record Restart(AttemptRef from, TaskName task, String script) {
    public Restart {
        requireNonNull(from, "from");
        requireNonNull(task, "task");
        requireNonNull(script, "script");
    }
}
