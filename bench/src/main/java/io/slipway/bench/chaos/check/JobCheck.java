// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import io.slipway.bench.chaos.check.EveryByte.Worth;
import io.slipway.bench.chaos.check.Facts.AttemptFacts;
import io.slipway.bench.chaos.check.Facts.LogFacts;
import io.slipway.bench.chaos.check.Facts.LogKey;
import io.slipway.bench.chaos.check.Facts.TaskFacts;
import io.slipway.bench.chaos.check.Judge.Subject;
import io.slipway.bench.chaos.check.Marks.Found;
import io.slipway.bench.chaos.check.Marks.Printer;
import io.slipway.bench.chaos.plan.Dialect;
import io.slipway.bench.chaos.plan.PlannedJob;
import io.slipway.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Everything that must hold of a job that has ended. */
public final class JobCheck {
    /** What stands at the head of every attempt's setup log. */
    private static final Pattern BEGIN =
            Pattern.compile("(?m)^\\[#\\d+] \\S+ \\S+ (Booting image|Restoring the guest) ");

    private final PlannedJob planned;
    private final Evidence evidence;
    private final Facts facts;
    private final RightResult result;
    private final Marks marks;
    /** By task and origin: the attempt whose log it stands in. */
    private final Map<String, Integer> origins = new HashMap<>();

    public JobCheck(PlannedJob planned, Dialect dialect, Evidence evidence) {
        this.planned = planned;
        this.evidence = evidence;
        this.facts = evidence.facts();
        this.result = new RightResult(planned, facts, evidence.requests());
        this.marks = new Marks(dialect);
    }

    /** Whether it failed because too many of its runners broke. */
    public static boolean isUsedUp(Facts facts) {
        return RightResult.isUsedUp(facts);
    }

    /** Whether every log of the job that must be closed and whole is: what was shipped last may still be on its way. */
    public static boolean isComplete(Facts facts) {
        return facts.logs().stream()
                .filter(log -> worth(facts, log.key()) != Worth.SUPERSEDED)
                .allMatch(log -> log.isWhole() || !log.closed() && worth(facts, log.key()) == Worth.COUNTS);
    }

    /** Whether every end of the job has come to its webhook: one that a killed master was about to send comes later. */
    public static boolean isTold(Facts facts, List<Delivered> deliveries) {
        return EveryEnd.complaints(facts.moves(), deliveries).isEmpty();
    }

    /** Of a job that may not have ended: what its webhook was told too much. @param deliveries read before the facts */
    public static List<String> toldTooMuch(Facts facts, List<Delivered> deliveries) {
        return EveryEnd.tooMuch(facts.moves(), deliveries);
    }

    /** Checks, and tells the judge. */
    public void tell(Judge judge, Subject subject) {
        judge.checked(Invariant.ONE_END, subject, OneEnd.complaints(facts.moves(), evidence.requests()));
        judge.checked(Invariant.RIGHT_RESULT, subject, result.complaints());
        if (JobStatus.ofWord(facts.status()) == JobStatus.SUCCESS
                && !planned.artifact().isEmpty()) {
            judge.checked(
                    Invariant.RIGHT_RESULT,
                    subject,
                    result.artifact(evidence.artifact().orElse(new byte[0])));
        }
        judge.checked(Invariant.DELIVERED, subject, EveryEnd.complaints(facts.moves(), evidence.deliveries()));
        for (LogFacts log : facts.logs()) {
            byte[] content = evidence.logs().getOrDefault(log.key(), new byte[0]);
            judge.checked(Invariant.EVERY_BYTE, subject, named(log.key(), bytes(log, content)));
            judge.checked(Invariant.ONE_EPOCH, subject, named(log.key(), printed(log, content)));
        }
        if (RightResult.isToldByRunner(facts)) {
            judge.checked(Invariant.EVERY_BYTE, subject, absent());
        }
    }

    private static List<String> named(LogKey log, List<String> complaints) {
        return complaints.stream().map(complaint -> log + ": " + complaint).toList();
    }

    private List<String> bytes(LogFacts log, byte[] content) {
        List<String> complaints = new ArrayList<>(EveryByte.complaints(log, content, worth(facts, log.key())));
        Optional.ofNullable(evidence.copies().get(log.key()))
                .ifPresent(copy -> complaints.addAll(copy.compared(content)));
        return complaints;
    }

    private List<String> printed(LogFacts log, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (log.key().name().isEmpty()) {
            long begins = BEGIN.matcher(text).results().count();
            // One that was cancelled before it did anything says that alone.
            boolean right =
                    begins == 1 || begins == 0 && (!log.closed() || text.lines().count() <= 1);
            return right ? List.of() : List.of("%d attempts begin in it".formatted(begins));
        }
        long epoch = facts.attempt(log.key().attempt()).map(AttemptFacts::epoch).orElse(0L);
        Found found = marks.read(text, new Printer(log.key().name(), log.key().attempt(), epoch), log.closed());
        List<String> complaints = new ArrayList<>(found.complaints());
        for (String origin : found.origins()) {
            Integer other = origins.putIfAbsent(
                    log.key().name() + " " + origin, log.key().attempt());
            if (other != null) {
                complaints.add("marks of %s stand in the log of attempt %d too".formatted(origin, other));
            }
        }
        ended(log)
                .filter(task -> found.marks() != result.marks(task))
                .ifPresent(task -> complaints.add(
                        "it has %d marks; its script prints %d".formatted(found.marks(), result.marks(task))));
        return complaints;
    }

    /** The task whose log this is, when that attempt brought it to the end of its script. */
    private Optional<TaskFacts> ended(LogFacts log) {
        return facts.tasks().stream()
                .filter(task -> task.name().equals(log.key().name())
                        && task.attempt() == log.key().attempt())
                .filter(task -> task.exitCode() >= 0 && RightResult.isToldByRunner(facts))
                .findFirst();
    }

    /** Every task that must have come to its end has a log, also one of which the master does not know that it has. */
    private List<String> absent() {
        return result.ended().stream()
                .filter(task -> facts.logs().stream().noneMatch(log -> isOf(log, task)))
                .map(task -> "the log of task `%s` is not there, or not whole".formatted(task.name()))
                .toList();
    }

    private static boolean isOf(LogFacts log, TaskFacts task) {
        return log.key().name().equals(task.name())
                && (task.attempt() == 0 ? log.isWhole() : log.key().attempt() == task.attempt());
    }

    private static Worth worth(Facts facts, LogKey key) {
        boolean newest = facts.newest()
                .filter(attempt -> attempt.number() == key.attempt())
                .isPresent();
        boolean kept = facts.tasks().stream()
                .anyMatch(task -> task.name().equals(key.name()) && task.attempt() == key.attempt());
        if (!newest && !kept) {
            return Worth.SUPERSEDED;
        }
        return RightResult.isToldByRunner(facts) ? Worth.FINISHED : Worth.COUNTS;
    }
}
