// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Outcome;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Ends the attempt when one of its tasks takes longer than a limit. */
public final class TaskLimit {
    private final ScheduledExecutorService clockwork;
    private final Duration limit;

    /** @param limit zero for none */
    public TaskLimit(ScheduledExecutorService clockwork, Duration limit) {
        this.clockwork = clockwork;
        this.limit = limit;
    }

    /** Runs a task within the limit. @return its exit code */
    int within(AttemptRun run, TaskName task, IntSupplier script) {
        if (limit.isZero()) {
            return script.getAsInt();
        }
        Outcome late = new Outcome.TimedOut(
                "Task `%s` ran for longer than the %d s that a task may take.".formatted(task, limit.toSeconds()));
        Future<?> end = clockwork.schedule(() -> run.interrupt(late), limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return script.getAsInt();
        } finally {
            end.cancel(false);
        }
    }
}
