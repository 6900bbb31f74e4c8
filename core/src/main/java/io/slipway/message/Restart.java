// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import io.slipway.job.AttemptRef;
import io.slipway.task.TaskName;

/**
 * Where an attempt goes on that somebody asked for: in the guest of an earlier attempt.
 *
 * @param from the attempt of the same job whose guest the runner holds
 * @param task the first task that is to run; those before it have succeeded
 * @param script what that task is to run; empty for the script of the manifest
 * @param guest in which state of the guest
 */
public record Restart(AttemptRef from, TaskName task, String script, Kept guest) {
    public Restart {
        requireNonNull(from, "from");
        requireNonNull(task, "task");
        requireNonNull(script, "script");
        requireNonNull(guest, "guest");
    }

    /** What a runner has of the guest. */
    public enum Kept {
        /** As it was before the task: its checkpoint. */
        CHECKPOINT,
        /** As it is now: it stands by. */
        STANDING
    }
}
