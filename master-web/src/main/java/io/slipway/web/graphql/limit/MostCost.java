// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.limit;

import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.execution.AbortExecutionException;
import io.slipway.error.Problem;
import io.slipway.web.graphql.error.ProblemError;
import java.util.List;

/** Refuses operations that cost too much, before anything of them is read. */
public final class MostCost extends MaxQueryComplexityInstrumentation {

    public MostCost(int most) {
        super(most, new Costs());
    }

    @Override
    protected AbortExecutionException mkAbortException(int cost, int most) {
        return new AbortExecutionException(List.of(ProblemError.of(
                Problem.QUERY_TOO_LARGE,
                "Executing an operation: its complexity is %d; at most %d is allowed".formatted(cost, most))));
    }
}
