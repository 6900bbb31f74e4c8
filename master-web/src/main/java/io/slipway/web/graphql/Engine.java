// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.schema.GraphQLSchema;
import graphql.validation.QueryComplexityLimits;
import io.slipway.error.Problem;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Groups;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.graph.GraphSettings;
import io.slipway.web.graphql.error.Failures;
import io.slipway.web.graphql.error.ProblemError;
import io.slipway.web.graphql.fetch.Families;
import io.slipway.web.graphql.fetch.Loaders;
import io.slipway.web.graphql.limit.Deadline;
import io.slipway.web.graphql.limit.MostCost;
import io.slipway.web.graphql.limit.MostDepth;
import io.slipway.web.graphql.request.GraphRequest;
import io.slipway.web.graphql.schema.AccessRules;
import io.slipway.web.graphql.schema.GraphSchema;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Executes operations. Safe for many threads; each operation runs on the thread that asks for it. */
final class Engine {
    private static final int MOST_FIELDS = 10_000;

    private final Graph graph;
    private final GraphSettings settings;
    private final Clock clock;
    private final GraphQL graphQl;

    Engine(Jobs jobs, Groups groups, Graph graph, GraphSettings settings, Clock clock) {
        this.graph = graph;
        this.settings = settings;
        this.clock = clock;
        GraphQLSchema schema = GraphSchema.of(Families.of(jobs, groups, graph));
        this.graphQl = GraphQL.newGraphQL(schema)
                .instrumentation(new ChainedInstrumentation(List.of(
                        new MostDepth(settings.depth()),
                        new MostCost(settings.complexity()),
                        new AccessRules(schema),
                        new Deadline.Watch())))
                .defaultDataFetcherExceptionHandler(new Failures())
                .build();
    }

    /** The answer as the specification has it: {@code data} and {@code errors}. */
    Map<String, Object> execute(Caller caller, GraphRequest request) {
        // What a hostile document could make of fragments is bounded before anything is reckoned.
        QueryComplexityLimits size = QueryComplexityLimits.newLimits()
                .maxDepth(MOST_FIELDS)
                .maxFieldsCount(MOST_FIELDS)
                .build();
        ExecutionInput input = ExecutionInput.newExecutionInput()
                .query(request.query())
                .operationName(request.operation().isEmpty() ? null : request.operation())
                .variables(request.variables())
                .dataLoaderRegistry(Loaders.of(graph, caller))
                .graphQLContext(Map.of(
                        Caller.class,
                        caller,
                        Deadline.class,
                        new Deadline(clock.instant().plus(settings.duration()), clock),
                        QueryComplexityLimits.KEY,
                        size))
                .build();
        ExecutionResult result = graphQl.execute(input);
        return input.isCancelled() ? tooSlow() : answer(result);
    }

    private Map<String, Object> tooSlow() {
        return answer(
                List.of(ProblemError.of(
                        Problem.QUERY_TOO_SLOW,
                        "Executing an operation: it took more than the %s that are allowed; what it was to change may have been changed"
                                .formatted(settings.duration()))),
                null);
    }

    private static Map<String, Object> answer(ExecutionResult result) {
        return answer(result.getErrors(), result.getData());
    }

    private static Map<String, Object> answer(List<GraphQLError> errors, Object data) {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!errors.isEmpty()) {
            answer.put(
                    "errors",
                    errors.stream()
                            .map(ProblemError::numbered)
                            .map(GraphQLError::toSpecification)
                            .toList());
        }
        answer.put("data", data);
        return answer;
    }
}
