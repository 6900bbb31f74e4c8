// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.store.Transaction;
import io.slipway.master.submit.Submission;
import io.slipway.master.trigger.DeliveryView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.WorkOrder;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A master whose jobs have triggers, with a runner that ends them as the test says. */
final class TriggerRig {
    static final TaskName HIDDEN = new TaskName("_apply_patch");
    static final TaskName BUILD = new TaskName("build");
    static final TaskName CHECK = new TaskName("check");
    static final Outcome FAILED = new Outcome.TaskFailed(BUILD, 2);
    private static final String TASKS = """
            image: debian/bookworm
            tasks:
              - _apply_patch: git am
              - build: make
              - check: make check
            """;

    final MasterRig rig;

    TriggerRig(Map<String, String> settings) {
        rig = new MasterRig(settings);
        rig.beat(100);
    }

    TriggerRig() {
        this(Map.of());
    }

    /** A job that waits, with the lines of its list of triggers. */
    JobId queued(String... triggers) {
        return submit(rig.admin, true, "", List.of("slipway", "main"), triggers);
    }

    JobId submit(Caller owner, boolean execute, String note, List<String> tags, String... triggers) {
        return rig.submit(owner, new Submission(manifest(triggers), note, tags, execute, Visibility.UNLISTED))
                .job()
                .id();
    }

    static String manifest(String... triggers) {
        return triggers.length == 0 ? TASKS : TASKS + "triggers:\n" + String.join("", triggers);
    }

    /** A job that a runner has ended. */
    JobId ended(Outcome outcome, String... triggers) {
        JobId job = queued(triggers);
        end(job, outcome);
        return job;
    }

    /** Has the waiting job run for 63 s and end. */
    void end(JobId job, Outcome outcome) {
        AttemptRef attempt = begin(job);
        rig.apply(task(attempt, HIDDEN, TaskStatus.RUNNING, -1), task(attempt, HIDDEN, TaskStatus.SUCCESS, 0));
        rig.apply(task(attempt, BUILD, TaskStatus.RUNNING, -1));
        rig.apply(
                outcome instanceof Outcome.Succeeded
                        ? task(attempt, BUILD, TaskStatus.SUCCESS, 0)
                        : task(attempt, BUILD, TaskStatus.FAILED, 2));
        rig.clock.advance(Duration.ofSeconds(63));
        rig.beat(100);
        rig.apply(ended(attempt, outcome));
    }

    AttemptRef begin(JobId job) {
        rig.beat(100);
        rig.handOver();
        AttemptRef attempt = rig.messages.sent(WorkOrder.class).stream()
                .map(WorkOrder::attempt)
                .filter(ref -> ref.job().equals(job))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt));
        return attempt;
    }

    AttemptEnded ended(AttemptRef attempt, Outcome outcome) {
        return new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), attempt, outcome, AttemptAccount.NONE);
    }

    private TaskMoved task(AttemptRef attempt, TaskName task, TaskStatus status, int exitCode) {
        return new TaskMoved(MasterRig.RUNNER, rig.clock.instant(), attempt, task, status, exitCode);
    }

    /** Has the master try whatever is due. */
    void deliver() {
        rig.master.deliver().all();
    }

    /** Another master on the same database. */
    Master other(Transaction transaction) {
        return new Master(rig.settings, rig.database, transaction, rig.messages, rig.clock);
    }

    List<DeliveryView> deliveries(JobId job) {
        return rig.within(() -> rig.master.deliveries().of(rig.admin, job));
    }

    DeliveryView delivery(JobId job) {
        List<DeliveryView> all = deliveries(job);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    static String webhook(String condition, String url) {
        return "  - {action: webhook, condition: %s, url: '%s'}\n".formatted(condition, url);
    }
}
