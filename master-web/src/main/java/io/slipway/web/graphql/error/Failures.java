// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.error;

import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import io.slipway.error.ProblemException;
import io.slipway.web.api.Answer;
import java.util.concurrent.CompletableFuture;

/** Tells what a field threw: problems as they are; anything else as a defect of ours, by the number of an incident. */
public final class Failures implements DataFetcherExceptionHandler {

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        ProblemException problem =
                Answer.problemIn(failed.getException()).orElseGet(() -> Answer.incident(failed.getException()));
        return CompletableFuture.completedFuture(DataFetcherExceptionHandlerResult.newResult()
                .errors(ProblemError.of(problem, failed.getSourceLocation(), failed.getPath()))
                .build());
    }
}
