// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.List;

/** A task of a planned job. */
public record PlannedTask(String name, List<Step> steps) {
    public PlannedTask {
        steps = List.copyOf(steps);
    }

    /** How many marks it prints when it comes to its end. */
    public int marks() {
        return marks(steps);
    }

    /** How many marks steps print. */
    public static int marks(List<Step> steps) {
        return steps.stream()
                .filter(Step.Mark.class::isInstance)
                .mapToInt(step -> ((Step.Mark) step).count())
                .sum();
    }
}
