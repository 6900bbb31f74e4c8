// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.message.Restart;
import io.slipway.message.WorkOrder;
import io.slipway.runner.checkpoint.CheckpointBudget;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.guest.Guest;
import io.slipway.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** The checkpoints of one attempt: taken before tasks while they are worth it; the newest is kept when the attempt has failed. */
public final class Checkpoints {
    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());

    private final AttemptRef attempt;
    private final Restart restart;
    private final List<Task> tasks;
    private final Guest guest;
    private final CheckpointStore store;
    private final CheckpointBudget budget;
    private final long memory;
    private final long began = System.nanoTime();
    private volatile boolean taken;

    /**
     * @param tasks of the manifest
     * @param memory of a guest, in bytes
     */
    public Checkpoints(WorkOrder order, List<Task> tasks, Guest guest, CheckpointStore store, long memory) {
        this.attempt = order.attempt();
        this.restart = order.restart();
        this.tasks = tasks;
        this.guest = guest;
        this.store = store;
        this.budget = new CheckpointBudget(store.settings().percent());
        this.memory = memory;
    }

    /** Takes one if it is worth it. */
    void before(Task task) {
        boolean restoredJustNow = restart != null && restart.task().equals(task.name());
        if (restoredJustNow || !budget.allows(Duration.ofNanos(System.nanoTime() - began)) || !store.hasRoom(memory)) {
            return;
        }
        long before = System.nanoTime();
        taken |= guest.checkpoint(tasks.indexOf(task));
        Duration cost = Duration.ofNanos(System.nanoTime() - before);
        budget.spend(cost);
        LOG.log(
                System.Logger.Level.DEBUG,
                "Job {0}: checkpoint before task {1}, {2} ms",
                attempt.job(),
                task.name(),
                cost.toMillis());
    }

    /** Keeps the newest, which ends the guest; throws away what is kept of a job that has succeeded. */
    void settle(Outcome outcome) {
        if (outcome.status() == JobStatus.SUCCESS) {
            guest.close();
            store.remove(attempt.job());
        } else if (taken && !outcome.mayBeTriedAgain()) {
            OptionalInt number = guest.keep(store.folderOf(attempt));
            number.ifPresent(kept -> store.keep(attempt, tasks.get(kept).name()));
        }
    }
}
