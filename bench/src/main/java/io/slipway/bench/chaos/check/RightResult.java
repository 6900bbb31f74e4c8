// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import io.slipway.bench.chaos.check.Facts.TaskFacts;
import io.slipway.bench.chaos.plan.JobKind;
import io.slipway.bench.chaos.plan.PlannedJob;
import io.slipway.bench.chaos.plan.PlannedTask;
import io.slipway.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether a job ended as its manifest and its owner want it. */
final class RightResult {
    private static final String BY_TASK = "Task `three` ended with exit code 3.";
    private static final String USED_UP = "This was the last of ";
    private static final int FAILED_TASK_PLACE = 2;
    private static final int FAILED_TASK_CODE = 3;

    private final PlannedJob planned;
    private final Facts facts;
    private final Requests requests;

    RightResult(PlannedJob planned, Facts facts, Requests requests) {
        this.planned = planned;
        this.facts = facts;
        this.requests = requests;
    }

    /** Whether the job failed because too many of its runners broke: bad luck, and counted, but right. */
    static boolean isUsedUp(Facts facts) {
        return status(facts) == JobStatus.FAILED && facts.sentence().contains(USED_UP);
    }

    /** Whether the runner came to the end of the job and told so. */
    static boolean isToldByRunner(Facts facts) {
        return status(facts) == JobStatus.SUCCESS
                || status(facts) == JobStatus.FAILED && facts.sentence().equals(BY_TASK);
    }

    List<String> complaints() {
        if (isUsedUp(facts)) {
            return List.of();
        }
        JobStatus status = status(facts);
        Set<JobStatus> right = right();
        List<String> complaints = new ArrayList<>();
        if (!right.contains(status)) {
            complaints.add("a job that is %s ended as `%s`: %s; right is %s"
                    .formatted(planned.kind().word(), status.word(), facts.sentence(), right));
        } else if (status == JobStatus.FAILED && !facts.sentence().equals(BY_TASK)) {
            complaints.add("it failed: %s; right is: %s".formatted(facts.sentence(), BY_TASK));
        }
        complaints.addAll(tasks(status));
        return complaints;
    }

    private Set<JobStatus> right() {
        return switch (planned.kind()) {
            case PLAIN, ARTIFACT, LONG -> EnumSet.of(JobStatus.SUCCESS);
            case FAILING -> EnumSet.of(JobStatus.FAILED);
            // An attempt that loses its runner begins anew, with the manifest's own script.
            case REOPENED ->
                requests.restarted() + requests.restartUnanswered() > 0
                        ? EnumSet.of(JobStatus.SUCCESS, JobStatus.FAILED)
                        : EnumSet.of(JobStatus.FAILED);
            case CANCELLED ->
                requests.cancelRefused()
                        ? EnumSet.of(JobStatus.CANCELLED, JobStatus.TIMEOUT)
                        : EnumSet.of(JobStatus.CANCELLED);
            case OVERTAKEN -> overtaken();
            case ENDLESS -> EnumSet.of(JobStatus.TIMEOUT);
        };
    }

    private Set<JobStatus> overtaken() {
        return requests.mayBeCancelled()
                ? EnumSet.of(JobStatus.SUCCESS, JobStatus.CANCELLED)
                : EnumSet.of(JobStatus.SUCCESS);
    }

    private List<String> tasks(JobStatus status) {
        List<String> complaints = new ArrayList<>();
        for (int n = 0; n < facts.tasks().size(); n++) {
            TaskFacts task = facts.tasks().get(n);
            boolean right = switch (status) {
                case SUCCESS -> task.status().equals("success") && task.exitCode() == 0;
                case FAILED -> rightAfterFailure(task, n);
                case TIMEOUT, CANCELLED -> !task.status().equals("running");
                case PENDING, QUEUED, RUNNING -> false;
            };
            if (!right) {
                complaints.add("the job is `%s`, and task `%s` is `%s` with exit code %d in attempt %d"
                        .formatted(status.word(), task.name(), task.status(), task.exitCode(), task.attempt()));
            }
        }
        return complaints;
    }

    /** @param place from 0 */
    private boolean rightAfterFailure(TaskFacts task, int place) {
        return switch (Integer.compare(place, FAILED_TASK_PLACE)) {
            case -1 -> task.status().equals("success") && task.exitCode() == 0;
            case 0 -> task.status().equals("failed") && task.exitCode() == FAILED_TASK_CODE;
            default -> task.status().equals("pending");
        };
    }

    /** The tasks that must have come to the end of their scripts, when the runner came to the end of the job. */
    List<TaskFacts> ended() {
        long count = status(facts) == JobStatus.FAILED
                ? FAILED_TASK_PLACE + 1
                : facts.tasks().size();
        return facts.tasks().stream().limit(count).toList();
    }

    /** @param bytes of the artifact as the master gives it out */
    List<String> artifact(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        return text.equals(planned.artifact())
                ? List.of()
                : List.of("its artifact is `%s`; right is `%s`".formatted(text, planned.artifact()));
    }

    /** How many marks a task that has come to its end has printed. */
    int marks(TaskFacts task) {
        boolean mended = planned.kind() == JobKind.REOPENED
                && task.name().equals("three")
                && task.status().equals("success");
        return planned.tasks().stream()
                .filter(one -> one.name().equals(task.name()))
                .mapToInt(one -> mended ? PlannedTask.marks(planned.mended()) : one.marks())
                .sum();
    }

    private static JobStatus status(Facts facts) {
        return JobStatus.ofWord(facts.status());
    }
}
