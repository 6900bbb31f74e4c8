// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.schema;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read which field, as the directives of the schema say: {@code @access} names a scope, {@code @internal} and {@code @worker}
 * keep everybody out. The caller stands in the operation's context. Every field goes by here before it is read.
 */
public final class AccessRules extends SimplePerformantInstrumentation {
    private static final Set<String> NOBODY = Set.of("internal", "worker");

    private final Map<FieldCoordinates, Grant> needed = new HashMap<>();
    private final Set<FieldCoordinates> closed = new HashSet<>();

    public AccessRules(GraphQLSchema schema) {
        GraphSchema.objects(schema).forEach(this::read);
    }

    private void read(GraphQLObjectType type) {
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            FieldCoordinates place = FieldCoordinates.coordinates(type, field);
            grant(field).ifPresent(grant -> needed.put(place, grant));
            if (NOBODY.stream().anyMatch(field::hasAppliedDirective)) {
                closed.add(place);
            }
        }
    }

    /** What a field's {@code @access} asks for. */
    static Optional<Grant> grant(GraphQLFieldDefinition field) {
        GraphQLAppliedDirective access = field.getAppliedDirective("access");
        return access == null
                ? Optional.empty()
                : Optional.of(new Grant(
                        Grant.Scope.valueOf(access.getArgument("scope").getValue()),
                        Grant.Access.valueOf(access.getArgument("kind").getValue())));
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher, InstrumentationFieldFetchParameters field, InstrumentationState state) {
        FieldCoordinates place =
                FieldCoordinates.coordinates(field.getExecutionStepInfo().getObjectType(), field.getField());
        if (closed.contains(place)) {
            return environment -> {
                throw new ProblemException(Problem.FIELD_CLOSED, "Access denied");
            };
        }
        Grant grant = needed.get(place);
        Caller caller = field.getExecutionContext().getGraphQLContext().get(Caller.class);
        return grant == null || caller.may(grant) ? fetcher : refusal(place, grant, caller);
    }

    private static DataFetcher<?> refusal(FieldCoordinates place, Grant grant, Caller caller) {
        return environment -> {
            throw new ProblemException(
                    Problem.SCOPE_MISSING,
                    "Reading `%s.%s` with a token of `%s`: it has %s; `%s` is needed"
                            .formatted(
                                    place.getTypeName(),
                                    place.getFieldName(),
                                    caller.username(),
                                    caller.grants(),
                                    grant));
        };
    }
}
