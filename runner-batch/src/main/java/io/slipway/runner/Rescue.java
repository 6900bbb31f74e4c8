// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.log.LogName;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.ManifestParser;
import io.slipway.message.AttemptAccount;
import io.slipway.message.AttemptAccount.LogEnd;
import io.slipway.message.AttemptAccount.TaskEnd;
import io.slipway.message.WorkOrder;
import io.slipway.runner.OrderFolder.CutOff;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.log.LogReplay;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.task.Task;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Keeps the newest checkpoint of each guest that an earlier process of this runner was killed over, for the job's next attempt, and finds
 * what that process could not tell any more.
 */
final class Rescue {
    private static final System.Logger LOG = System.getLogger(Rescue.class.getName());

    private final GuestFactory guests;
    private final GuestSettings settings;
    private final ProcessLauncher launcher;
    private final CheckpointStore checkpoints;
    private final LogReplay logs;

    Rescue(
            GuestFactory guests,
            GuestSettings settings,
            ProcessLauncher launcher,
            CheckpointStore checkpoints,
            LogReplay logs) {
        this.guests = guests;
        this.settings = settings;
        this.launcher = launcher;
        this.checkpoints = checkpoints;
        this.logs = logs;
    }

    /**
     * What cannot be kept is cleared away with all that was left, and the job begins anew.
     *
     * @param execution of the batch job that ran the attempt; 0 when there is none
     * @return what the earlier process may not have told any more
     */
    AttemptAccount keep(CutOff cutOff, long execution) {
        try {
            return cutOff.order().map(order -> keep(order, execution)).orElse(AttemptAccount.NONE);
        } catch (ProblemException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Job {0}: {1}",
                    cutOff.attempt().job(),
                    e.getMessage());
            return AttemptAccount.NONE;
        }
    }

    private AttemptAccount keep(WorkOrder order, long execution) {
        AttemptRef attempt = order.attempt();
        Manifest manifest = new ManifestParser().parse(order.manifest()).manifest();
        List<TaskName> tasks = manifest.tasks().stream().map(Task::name).toList();
        OptionalInt kept = guests.rescue(
                attempt, manifest.image(), manifest.arch(), settings, launcher, checkpoints.folderOf(attempt));
        kept.ifPresent(number -> {
            checkpoints.keep(attempt, tasks.get(number), execution);
            LOG.log(
                    System.Logger.Level.INFO,
                    "Job {0}: its guest is kept as it was before task {1}",
                    attempt.job(),
                    tasks.get(number));
        });
        return account(order, tasks, kept.orElse(0));
    }

    /** Every log as the disk has it; and as the guest is kept before a task, those before it that were this attempt's have succeeded. */
    private AttemptAccount account(WorkOrder order, List<TaskName> tasks, int kept) {
        AttemptRef attempt = order.attempt();
        int first = order.restart() == null ? 0 : tasks.indexOf(order.restart().task());
        List<TaskEnd> ends = new ArrayList<>();
        for (TaskName task : tasks.subList(Math.min(first, kept), kept)) {
            Instant written = logs.written(attempt, LogName.of(task)).orElseGet(Instant::now);
            ends.add(new TaskEnd(task, TaskStatus.SUCCESS, 0, written, written));
        }
        List<LogEnd> closed = Stream.concat(
                        Stream.of(LogName.SETUP), tasks.stream().map(LogName::of))
                .flatMap(name -> logs.end(attempt, name).stream())
                .toList();
        return new AttemptAccount(ends, closed);
    }
}
