// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import graphql.validation.QueryComplexityLimits;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.graph.GraphSettings;
import io.slipway.master.webhook.JobHappened;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.web.api.Json;
import io.slipway.web.graphql.error.Failures;
import io.slipway.web.graphql.error.ProblemError;
import io.slipway.web.graphql.fetch.Families;
import io.slipway.web.graphql.fetch.Loaders;
import io.slipway.web.graphql.fetch.SampleJob;
import io.slipway.web.graphql.fetch.Services;
import io.slipway.web.graphql.fetch.StoredQueries;
import io.slipway.web.graphql.limit.Deadline;
import io.slipway.web.graphql.limit.MostCost;
import io.slipway.web.graphql.limit.MostDepth;
import io.slipway.web.graphql.request.GraphRequest;
import io.slipway.web.graphql.schema.AccessRules;
import io.slipway.web.graphql.schema.GraphSchema;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.dataloader.DataLoaderRegistry;

/** Executes operations. Safe for many threads; each operation runs on the thread that asks for it. */
final class Engine implements StoredQueries {
    /** What a hostile document could make of fragments is bounded by this, before anything is reckoned. */
    private static final int MOST_FIELDS = 10_000;

    private static final Set<String> OF_WEBHOOKS = Set.of("userWebhook", "userWebhooks", "sample");

    private final Services services;
    private final GraphSettings settings;
    private final Clock clock;
    private final GraphQLSchema schema;
    private final GraphQL graphQl;

    Engine(Services services, GraphSettings settings, Clock clock) {
        this.services = services;
        this.settings = settings;
        this.clock = clock;
        this.schema = GraphSchema.of(Families.of(services, this));
        this.graphQl = GraphQL.newGraphQL(schema)
                .instrumentation(new ChainedInstrumentation(List.of(
                        new MostDepth(settings.depth()),
                        new MostCost(settings.complexity()),
                        new AccessRules(schema),
                        new Deadline.Watch())))
                .defaultDataFetcherExceptionHandler(new Failures())
                .build();
    }

    /**
     * The answer as the specification has it: {@code data} and {@code errors}.
     *
     * @param problems is told what a field was answered with, also where the answer says no more than that there is nothing
     */
    Map<String, Object> execute(Caller caller, GraphRequest request, Consumer<ProblemException> problems) {
        Map<Object, Object> context = context(caller);
        context.put(Failures.HEARD_BY, problems);
        return execute(request, loaders(caller), context);
    }

    @Override
    public void check(String query) {
        ParseAndValidateResult read = ParseAndValidate.parseAndValidate(
                schema, ExecutionInput.newExecutionInput(query).build());
        if (read.isFailure()) {
            throw illegal(read.getErrors().get(0).getMessage());
        }
        List<OperationDefinition> operations = read.getDocument().getDefinitionsOfType(OperationDefinition.class);
        if (operations.size() != 1 || operations.get(0).getOperation() != OperationDefinition.Operation.QUERY) {
            throw illegal("one operation is allowed, and it must be a query");
        }
        if (!operations.get(0).getVariableDefinitions().isEmpty()) {
            throw illegal("it has variables, which nobody fills");
        }
        refuseWebhooks(read.getDocument());
    }

    /** A query that samples webhooks, and itself among them, would have no end. */
    private static void refuseWebhooks(Node<?> node) {
        if (node instanceof Field field && OF_WEBHOOKS.contains(field.getName())) {
            throw illegal("it asks for `%s`, which is not for the queries of webhooks".formatted(field.getName()));
        }
        for (Node<?> child : node.getChildren()) {
            refuseWebhooks(child);
        }
    }

    @Override
    public String run(Caller caller, String query, JobHappened happened) {
        return run(query, happened, loaders(caller), context(caller));
    }

    @Override
    public String sample(Caller caller, String query, WebhookEvent event, Deadline deadline) {
        Instant now = clock.instant();
        DataLoaderRegistry loaders = loaders(caller);
        SampleJob.put(loaders, caller, now);
        Map<Object, Object> context = context(caller);
        context.put(Deadline.class, deadline);
        return run(query, SampleJob.happened(event, now), loaders, context);
    }

    private String run(String query, JobHappened happened, DataLoaderRegistry loaders, Map<Object, Object> context) {
        context.put(JobHappened.class, happened);
        return Json.write(execute(new GraphRequest(query, "", Map.of()), loaders, context));
    }

    private Map<String, Object> execute(GraphRequest request, DataLoaderRegistry loaders, Map<Object, Object> context) {
        ExecutionInput input = ExecutionInput.newExecutionInput()
                .query(request.query())
                .operationName(request.operation().isEmpty() ? null : request.operation())
                .variables(request.variables())
                .dataLoaderRegistry(loaders)
                .graphQLContext(context)
                .build();
        ExecutionResult result = graphQl.execute(input);
        return input.isCancelled() ? tooSlow() : answer(result.getErrors(), result.getData());
    }

    private DataLoaderRegistry loaders(Caller caller) {
        return Loaders.of(services, caller);
    }

    private Map<Object, Object> context(Caller caller) {
        return new HashMap<>(Map.of(
                Caller.class,
                caller,
                Deadline.class,
                new Deadline(clock.instant().plus(settings.duration()), clock),
                QueryComplexityLimits.KEY,
                QueryComplexityLimits.newLimits()
                        .maxDepth(MOST_FIELDS)
                        .maxFieldsCount(MOST_FIELDS)
                        .build()));
    }

    private Map<String, Object> tooSlow() {
        return answer(
                List.of(ProblemError.of(
                        Problem.QUERY_TOO_SLOW,
                        "Executing an operation: it took more than the %s that are allowed; what it was to change may have been changed"
                                .formatted(settings.duration()))),
                null);
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

    private static ProblemException illegal(String found) {
        return new ProblemException(Problem.QUERY_ILLEGAL, "Reading the query of a webhook: " + found);
    }
}
