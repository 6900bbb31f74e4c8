// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.error;

import graphql.GraphQLContext;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import io.slipway.error.ProblemException;
import io.slipway.web.api.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Tells what a field threw: problems as they are; anything else as a defect of ours, by the number of an incident. */
public final class Failures implements DataFetcherExceptionHandler {
    /** What stands in the context of an operation when somebody is to hear of its problems: a {@code Consumer} of them. */
    public static final String HEARD_BY = Failures.class.getName() + ".heardBy";

    /** Lets whoever asked for the operation's problems hear of one; an operation that nobody asked for, such as that of a webhook, tells none. */
    public static void tell(GraphQLContext operation, ProblemException problem) {
        operation
                .<Consumer<ProblemException>>getOrDefault(HEARD_BY, heard -> {})
                .accept(problem);
    }

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        ProblemException problem =
                Answer.problemIn(failed.getException()).orElseGet(() -> Answer.incident(failed.getException()));
        tell(failed.getDataFetchingEnvironment().getGraphQlContext(), problem);
        return CompletableFuture.completedFuture(DataFetcherExceptionHandlerResult.newResult()
                .errors(ProblemError.of(problem, failed.getSourceLocation(), failed.getPath()))
                .build());
    }
}
