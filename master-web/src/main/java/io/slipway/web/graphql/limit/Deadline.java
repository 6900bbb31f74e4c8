// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.limit;

import static java.util.Objects.requireNonNull;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import java.time.Clock;
import java.time.Instant;

/**
 * When an operation has had its time. It stands in the operation's context; nothing of the operation is read that has not been begun by
 * then.
 */
public record Deadline(Instant at, Clock clock) {
    public Deadline {
        requireNonNull(at, "at");
        requireNonNull(clock, "clock");
    }

    boolean hasPassed() {
        return clock.instant().isAfter(at);
    }

    /** Looks at the clock before every field, and has graphql-java give up. */
    public static final class Watch extends SimplePerformantInstrumentation {

        @Override
        public DataFetcher<?> instrumentDataFetcher(
                DataFetcher<?> fetcher, InstrumentationFieldFetchParameters field, InstrumentationState state) {
            Deadline deadline = field.getExecutionContext().getGraphQLContext().get(Deadline.class);
            if (deadline != null && deadline.hasPassed()) {
                field.getExecutionContext().getExecutionInput().cancel();
                return nothing -> null;
            }
            return fetcher;
        }
    }
}
