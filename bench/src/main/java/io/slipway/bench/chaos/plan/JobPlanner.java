// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import io.slipway.bench.chaos.plan.Step.Exit;
import io.slipway.bench.chaos.plan.Step.Mark;
import io.slipway.bench.chaos.plan.Step.Sleep;
import io.slipway.bench.chaos.plan.Step.Vanish;
import io.slipway.bench.chaos.plan.Step.WriteArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws jobs of some hundred milliseconds to a few seconds. */
final class JobPlanner {
    private static final List<String> NAMES = List.of("one", "two", "three", "four");
    private static final int FAILING_TASK = 2;
    private static final long FOR_EVER = 3_600_000;
    private static final int MANY = 2_000;

    private final boolean real;
    private final Random random;
    private final Deck<JobKind> deck;

    JobPlanner(Conditions conditions, Random random) {
        this.real = conditions.real();
        this.random = random;
        this.deck = new Deck<JobKind>(random)
                .with(8, JobKind.PLAIN)
                .with(3, JobKind.ARTIFACT)
                .with(3, JobKind.LONG)
                .with(4, JobKind.FAILING)
                .with(2, JobKind.REOPENED)
                .with(3, JobKind.CANCELLED)
                .with(2, JobKind.OVERTAKEN)
                // In a machine's time it would be long.
                .with(real ? 0 : 1, JobKind.ENDLESS);
    }

    PlannedJob next() {
        JobKind kind = deck.deal();
        List<PlannedTask> tasks = new ArrayList<>();
        int count = switch (kind) {
            case FAILING, REOPENED -> NAMES.size();
            case LONG, CANCELLED, ENDLESS -> 1 + random.nextInt(2);
            case PLAIN, ARTIFACT, OVERTAKEN -> 1 + random.nextInt(NAMES.size());
        };
        String artifact = kind == JobKind.ARTIFACT ? "artifact %08x".formatted(random.nextInt()) : "";
        for (int n = 0; n < count; n++) {
            tasks.add(new PlannedTask(NAMES.get(n), steps(kind, n, n == count - 1, artifact)));
        }
        long after = between(0, 1_000);
        long cancelAfter = kind.isCancelled() ? between(0, real ? 40_000 : 3_500) : 0;
        List<Step> mended = kind == JobKind.REOPENED ? work() : List.of();
        return new PlannedJob(kind, tasks, after, cancelAfter, artifact, mended);
    }

    /** @param task its place, from 0 */
    private List<Step> steps(JobKind kind, int task, boolean last, String artifact) {
        List<Step> steps = new ArrayList<>(kind == JobKind.LONG ? muchWork() : work());
        if (last && kind == JobKind.ARTIFACT) {
            steps.add(new WriteArtifact(artifact));
        }
        if (last && (kind == JobKind.CANCELLED || kind == JobKind.ENDLESS)) {
            steps.add(new Sleep(FOR_EVER));
        }
        if (task == FAILING_TASK && (kind == JobKind.FAILING || kind == JobKind.REOPENED)) {
            steps.add(new Exit(3));
        }
        return steps;
    }

    private List<Step> work() {
        List<Step> steps = new ArrayList<>();
        steps.add(marks());
        if (random.nextBoolean()) {
            steps.add(new Sleep(between(50, real ? 3_000 : 700)));
            steps.add(marks());
        }
        return steps;
    }

    private Mark marks() {
        long apart = random.nextBoolean() ? 0 : between(5, real ? 500 : 80);
        return new Mark(1 + random.nextInt(real ? 5 : 20), apart);
    }

    private List<Step> muchWork() {
        return List.of(
                new Mark(MANY + random.nextInt(MANY), 0),
                new Sleep(between(50, 1_500)),
                new Mark(MANY + random.nextInt(MANY), 0));
    }

    /** The same job, whose guest breaks before one of its steps. */
    PlannedJob vanishing(PlannedJob job) {
        int hit = random.nextInt(job.tasks().size());
        List<PlannedTask> tasks = new ArrayList<>(job.tasks());
        List<Step> steps = new ArrayList<>(tasks.get(hit).steps());
        steps.add(random.nextInt(steps.size()), new Vanish());
        tasks.set(hit, new PlannedTask(tasks.get(hit).name(), steps));
        return new PlannedJob(job.kind(), tasks, job.after(), job.cancelAfter(), job.artifact(), job.mended());
    }

    private long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }
}
