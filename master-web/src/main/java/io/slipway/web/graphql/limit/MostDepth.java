// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.limit;

import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.AbortExecutionException;
import io.slipway.error.Problem;
import io.slipway.web.graphql.error.ProblemError;
import java.util.List;

/** Refuses operations that nest too deep, before anything of them is read. */
public final class MostDepth extends MaxQueryDepthInstrumentation {

    public MostDepth(int most) {
        super(most);
    }

    @Override
    protected AbortExecutionException mkAbortException(int depth, int most) {
        return new AbortExecutionException(List.of(ProblemError.of(
                Problem.QUERY_TOO_LARGE,
                "Executing an operation: its fields stand %d deep; at most %d is allowed".formatted(depth, most))));
    }
}
