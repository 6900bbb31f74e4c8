// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.slipway.batch.BatchStep;
import io.slipway.master.operator.ExecutionDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An execution with everything that belongs to it.
 *
 * @param execution in short
 * @param parameters what it was started with
 * @param steps in the order of their start
 * @param others of the same instance, newest first
 * @param checkpoint where a restart of it begins; null when there is none
 * @param runnerSilentSince when its runner was heard last; null while that is there
 */
record ExecutionJson(
        @JsonUnwrapped ExecutionListJson.Entry execution,
        Map<String, String> parameters,
        List<Step> steps,
        List<ExecutionListJson.Entry> others,
        JobJson.Checkpoint checkpoint,
        Instant runnerSilentSince) {

    static ExecutionJson of(ExecutionDetail detail) {
        return new ExecutionJson(
                ExecutionListJson.Entry.of(detail.execution()),
                new TreeMap<>(detail.execution().execution().parameters()),
                detail.execution().execution().steps().stream().map(Step::of).toList(),
                detail.others().stream().map(ExecutionListJson.Entry::of).toList(),
                detail.checkpoint() == null ? null : JobJson.Checkpoint.of(detail.checkpoint()),
                detail.silentSince());
    }

    /**
     * The execution of a step.
     *
     * @param checkpoint where its reader goes on after a restart
     * @param counts what Jakarta Batch counts of it
     * @param failure first line of what it ended with; empty when it did not fail
     */
    record Step(
            String name,
            String status,
            String exitStatus,
            Instant started,
            Instant ended,
            String checkpoint,
            BatchStep.Counts counts,
            String failure) {
        static Step of(BatchStep step) {
            return new Step(
                    step.name(),
                    step.status().word(),
                    step.exitStatus(),
                    step.started(),
                    step.ended(),
                    step.checkpoint(),
                    step.counts(),
                    step.failure());
        }
    }
}
