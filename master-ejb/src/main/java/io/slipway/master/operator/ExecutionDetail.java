// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.operator;

import io.slipway.master.query.JobView.CheckpointView;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a page or an API shows of one execution.
 *
 * @param others of the same instance, newest first
 * @param checkpoint where a restart would go on; null when it would not, or none is kept
 * @param silentSince when its runner was heard last; null while that is there
 */
public record ExecutionDetail(
        ExecutionView execution, List<ExecutionView> others, CheckpointView checkpoint, Instant silentSince) {
    public ExecutionDetail {
        others = List.copyOf(others);
    }
}
