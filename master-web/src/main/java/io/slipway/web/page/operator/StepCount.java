// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.operator;

import io.slipway.batch.BatchStep.Counts;
import java.util.List;

/**
 * One of the numbers that Jakarta Batch counts of a step.
 *
 * @param kind what is counted, as the page's style names it
 */
public record StepCount(String kind, long value) {

    /** In the order of the table's columns. */
    static List<StepCount> of(Counts counts) {
        return List.of(
                new StepCount("read", counts.read()),
                new StepCount("write", counts.write()),
                new StepCount("commit", counts.commit()),
                new StepCount("rollback", counts.rollback()),
                new StepCount("filter", counts.filter()),
                new StepCount("read-skip", counts.readSkip()),
                new StepCount("process-skip", counts.processSkip()),
                new StepCount("write-skip", counts.writeSkip()));
    }
}
