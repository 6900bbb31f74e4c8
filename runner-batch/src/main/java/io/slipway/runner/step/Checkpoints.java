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
import io.slipway.task.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The checkpoints of one attempt: taken before tasks while they are worth it; the newest is kept when the attempt has failed. */
public final class Checkpoints {
    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());

    private static final int NONE = -1;
    /**
     * What a checkpoint costs, in times of what it holds up a task: a guest whose memory is being written is slower meanwhile. Measured with tasks
     * that compute, emulated: 0.9 to 1.8 s for each that held up a task for 0.1 s.
     */
    private static final int WRITING = 15;

    private final AttemptRef attempt;
    private final Restart restart;
    private final List<Task> tasks;
    private final Guest guest;
    private final CheckpointStore store;
    private final CheckpointBudget budget;
    private final long memory;
    private final long began = System.nanoTime();
    private volatile int newest = NONE;

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
        int number = tasks.indexOf(task);
        boolean restoredJustNow = restart != null
                && restart.guest() == Restart.Kept.CHECKPOINT
                && restart.task().equals(task.name());
        boolean hasIt = number <= newest;
        if (restoredJustNow
                || hasIt
                || !budget.allows(Duration.ofNanos(System.nanoTime() - began))
                || !store.hasRoom(memory)) {
            return;
        }
        long before = System.nanoTime();
        if (guest.checkpoint(number)) {
            newest = number;
        }
        Duration cost = Duration.ofNanos(System.nanoTime() - before);
        budget.spend(cost.multipliedBy(WRITING));
        LOG.log(
                System.Logger.Level.DEBUG,
                "Job {0}: checkpoint before task {1}, {2} ms",
                attempt.job(),
                task.name(),
                cost.toMillis());
    }

    /** Before which task the newest was taken, of those that the guest has. */
    public Optional<TaskName> newest() {
        return newest == NONE ? Optional.empty() : Optional.of(tasks.get(newest).name());
    }

    /** Another attempt goes on in the same guest: it has the checkpoints of the one before. */
    public Checkpoints handOn(WorkOrder order) {
        Checkpoints next = new Checkpoints(order, tasks, guest, store, memory);
        next.newest = newest;
        return next;
    }

    /**
     * Keeps the newest, which ends the guest; throws away what is kept of a job that has succeeded.
     *
     * @param execution of the batch job that ran the attempt
     */
    void settle(Outcome outcome, long execution) {
        if (outcome.status() == JobStatus.SUCCESS) {
            guest.close();
            store.remove(attempt.job());
        } else if (newest != NONE && !outcome.mayBeTriedAgain()) {
            OptionalInt number = guest.keep(store.folderOf(attempt));
            number.ifPresent(kept -> store.keep(attempt, tasks.get(kept).name(), execution));
        }
    }
}
