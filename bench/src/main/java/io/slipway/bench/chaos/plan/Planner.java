// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes the plan of a seed. */
public final class Planner {
    private static final int FEWEST_JOBS = 2;
    private static final int MOST_JOBS = 4;

    private final long seed;
    private final Conditions conditions;
    /** The one of {@code java.util}, whose numbers are the same in every Java. */
    private final Random random;

    private final JobPlanner jobs;
    private final FaultPlanner faults;

    public Planner(long seed, Conditions conditions) {
        this.seed = seed;
        this.conditions = conditions;
        this.random = new Random(seed);
        this.jobs = new JobPlanner(conditions, random);
        this.faults = new FaultPlanner(conditions, random);
    }

    public Plan plan(int runs) {
        List<PlannedRun> planned = new ArrayList<>();
        for (int number = 1; number <= runs; number++) {
            planned.add(run(number));
        }
        return new Plan(seed, planned);
    }

    private PlannedRun run(int number) {
        int count = conditions.real() ? FEWEST_JOBS : FEWEST_JOBS + random.nextInt(MOST_JOBS - FEWEST_JOBS + 1);
        List<PlannedJob> planned = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            planned.add(jobs.next());
        }
        List<Fault> broken = faults.next(count);
        for (Fault fault : broken) {
            if (fault.kind() == FaultKind.VANISH) {
                planned.set(fault.which(), jobs.vanishing(planned.get(fault.which())));
            }
        }
        return new PlannedRun(number, planned, broken);
    }
}
