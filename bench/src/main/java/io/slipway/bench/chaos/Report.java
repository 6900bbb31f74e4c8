// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import io.slipway.bench.Figures;
import io.slipway.bench.chaos.check.Evidence;
import io.slipway.bench.chaos.check.Facts;
import io.slipway.bench.chaos.check.Facts.AttemptFacts;
import io.slipway.bench.chaos.check.Facts.LogFacts;
import io.slipway.bench.chaos.check.Invariant;
import io.slipway.bench.chaos.check.JobCheck;
import io.slipway.bench.chaos.check.Judge;
import io.slipway.bench.chaos.plan.Fault;
import io.slipway.bench.chaos.plan.FaultKind;
import io.slipway.bench.chaos.plan.Part;
import io.slipway.job.JobStatus;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what was broken, what ended how and what was checked, says violations as soon as they are seen, and prints the table. */
final class Report implements Judge {
    private final Map<Invariant, Integer> checks = new EnumMap<>(Invariant.class);
    private final Map<Invariant, Integer> violations = new EnumMap<>(Invariant.class);
    private final Map<Part, Map<FaultKind, Integer>> faults = new EnumMap<>(Part.class);
    private final Map<JobStatus, Integer> ends = new EnumMap<>(JobStatus.class);
    private final Set<Subject> violated = new HashSet<>();
    private int runs;
    private int missed;
    private int usedUp;

    @Override
    public synchronized void checked(Invariant invariant, Subject subject, List<String> complaints) {
        checks.merge(invariant, 1, Integer::sum);
        for (String complaint : complaints) {
            violations.merge(invariant, 1, Integer::sum);
            violated.add(subject);
            System.out.printf("  VIOLATION (%s): %s: %s%n", invariant.words(), subject, complaint);
        }
    }

    /** Notes that a run is over. */
    synchronized void ran() {
        runs++;
    }

    /** Notes a fault that was carried out. */
    synchronized void broke(Fault fault) {
        faults.computeIfAbsent(fault.part(), part -> new EnumMap<>(FaultKind.class))
                .merge(fault.kind(), 1, Integer::sum);
    }

    /** Notes a fault whose guest never came. */
    synchronized void missed() {
        missed++;
    }

    /** Notes how a job ended, and says all about it when something did not hold. */
    synchronized void ended(Subject subject, Evidence evidence, List<String> files) {
        Facts facts = evidence.facts();
        ends.merge(JobStatus.ofWord(facts.status()), 1, Integer::sum);
        usedUp += JobCheck.isUsedUp(facts) ? 1 : 0;
        if (violated.contains(subject)) {
            System.out.printf("  About %s; asked: %s%n", subject, evidence.requests());
            explain(facts, files);
        }
    }

    /** Says all about a job. */
    static void explain(Facts facts, List<String> files) {
        System.out.printf("    job %d is `%s`%n", facts.job(), facts.status());
        facts.moves().forEach(move -> System.out.printf("    %s%n", move));
        for (AttemptFacts attempt : facts.attempts()) {
            System.out.printf(
                    "    attempt %d epoch %d on %s: %s%n",
                    attempt.number(), attempt.epoch(), attempt.runner(), attempt.sentence());
        }
        facts.tasks().forEach(task -> System.out.printf("    %s%n", task));
        for (LogFacts log : facts.logs()) {
            System.out.printf(
                    "    %s: %d bytes, %s, %d missing, intact: %s%n",
                    log.key(), log.length(), log.closed() ? "closed" : "open", log.missing(), log.intact());
        }
        files.forEach(file -> System.out.printf("    see %s%n", file));
    }

    synchronized int violations() {
        return violations.values().stream().mapToInt(Integer::intValue).sum();
    }

    private int faults() {
        return faults.values().stream()
                .flatMap(kinds -> kinds.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Prints the table. */
    synchronized void print() {
        System.out.printf("%n  %-12s", "faults");
        for (FaultKind kind : FaultKind.values()) {
            System.out.printf("%9s", kind.word());
        }
        System.out.println();
        faults.forEach((part, kinds) -> {
            System.out.printf("    %-10s", part.word());
            for (FaultKind kind : FaultKind.values()) {
                System.out.printf("%9s", kinds.containsKey(kind) ? kinds.get(kind) : "-");
            }
            System.out.println();
        });
        System.out.printf("%n  %-42s %9s %11s%n", "invariant", "checks", "violations");
        for (Invariant invariant : Invariant.values()) {
            System.out.printf(
                    "    %-40s %9d %11d%n",
                    invariant.words(), checks.getOrDefault(invariant, 0), violations.getOrDefault(invariant, 0));
        }
        System.out.println();
    }

    /** Adds the counts to the figures, which prints them. */
    synchronized void addTo(Figures figures) {
        figures.add("runs", runs, "");
        figures.add("faults", faults(), missed == 0 ? "" : missed + " more found no guest to break");
        figures.add("jobs", ends.values().stream().mapToInt(Integer::intValue).sum(), "that have ended, of these:");
        for (JobStatus status : List.of(JobStatus.SUCCESS, JobStatus.FAILED, JobStatus.TIMEOUT, JobStatus.CANCELLED)) {
            figures.add(status.word(), ends.getOrDefault(status, 0), "");
        }
        figures.add("used_up", usedUp, "of the failed: their runners broke too often");
        figures.add(
                "checks", checks.values().stream().mapToInt(Integer::intValue).sum(), "");
        figures.add("violations", violations(), "");
    }
}
