// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.schema;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.web.graphql.error.Failures;
import io.slipway.web.graphql.request.Upload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks for every field of the schema by a way that leads to it, of fetchers that would give anything to anybody. */
class AccessRulesTest {
    private static final String FILE = "$file";
    private static final Set<String> WANTED = new HashSet<>();
    private static final Set<String> READ = new HashSet<>();
    private static final GraphQLSchema SCHEMA = GraphSchema.of(List.of(AccessRulesTest::giveAnything));
    private static final GraphQL ENGINE = GraphQL.newGraphQL(SCHEMA)
            .instrumentation(new AccessRules(SCHEMA))
            .defaultDataFetcherExceptionHandler(new Failures())
            .build();
    private static final Map<String, Way> WAYS = ways();

    static Stream<Place> fieldsWithScope() {
        return places().filter(place -> AccessRules.grant(place.field).isPresent());
    }

    static Stream<Place> closedFields() {
        return places().filter(place ->
                place.field.hasAppliedDirective("worker") || place.field.hasAppliedDirective("internal"));
    }

    static Stream<Place> otherFields() {
        Set<Place> ruled = Stream.concat(fieldsWithScope(), closedFields()).collect(toSet());
        return places().filter(place -> !ruled.contains(place));
    }

    @ParameterizedTest
    @MethodSource("fieldsWithScope")
    void fieldIsRefusedWithoutItsScope(Place place) {
        Grant needed = AccessRules.grant(place.field).orElseThrow();

        assertThat(codesAt(place, without(needed.scope()))).containsExactly("SW-2004");
        assertThat(READ).doesNotContain(place.toString());
    }

    @ParameterizedTest
    @MethodSource("fieldsWithScope")
    void fieldThatChangesIsRefusedToWhoMayOnlyRead(Place place) {
        Grant needed = AccessRules.grant(place.field).orElseThrow();
        Set<Grant> grants = new HashSet<>(without(needed.scope()));
        grants.add(new Grant(needed.scope(), Grant.Access.RO));

        assertThat(codesAt(place, grants))
                .isEqualTo(needed.access() == Grant.Access.RW ? List.of("SW-2004") : List.of());
    }

    @ParameterizedTest
    @MethodSource("fieldsWithScope")
    void fieldIsReadWithItsScopeAlone(Place place) {
        Set<Grant> grants = new HashSet<>();
        grants.add(AccessRules.grant(place.field).orElseThrow());
        place.way.steps.forEach(step -> AccessRules.grant(step.field).ifPresent(grants::add));

        assertThat(codesAt(place, grants)).isEmpty();
        assertThat(READ).contains(place.toString());
    }

    @ParameterizedTest
    @MethodSource("closedFields")
    void fieldThatIsNotForUsersIsDeniedToEverybody(Place place) {
        ExecutionResult result = execute(place, without(null));

        assertThat(result.getErrors()).extracting(error -> error.getMessage()).contains("Access denied");
        assertThat(READ).doesNotContain(place.toString());
    }

    @ParameterizedTest
    @MethodSource("otherFields")
    void fieldWithoutRuleIsReadWithTheScopesThatLeadToIt(Place place) {
        Set<Grant> grants = new HashSet<>();
        place.way.steps.forEach(step -> AccessRules.grant(step.field).ifPresent(grants::add));

        assertThat(codesAt(place, grants)).isEmpty();
    }

    @Test
    void everyRuleThatClientsKnowIsThere() {
        assertThat(fieldsWithScope()
                        .map(place ->
                                place + " " + AccessRules.grant(place.field).orElseThrow()))
                .containsExactlyInAnyOrder(
                        "Query.me PROFILE:RO",
                        "Query.userByID PROFILE:RO",
                        "Query.userByName PROFILE:RO",
                        "Query.jobs JOBS:RO",
                        "Query.job JOBS:RO",
                        "Query.secrets SECRETS:RO",
                        "Mutation.submit JOBS:RW",
                        "Mutation.start JOBS:RW",
                        "Mutation.cancel JOBS:RW",
                        "Mutation.update JOBS:RW",
                        "Mutation.createGroup JOBS:RW",
                        "Mutation.startGroup JOBS:RW",
                        "Mutation.shareSecret SECRETS:RW",
                        "User.jobs JOBS:RO",
                        "Job.owner PROFILE:RO",
                        "Job.log LOGS:RO",
                        "Job.secrets SECRETS:RO",
                        "JobGroup.owner PROFILE:RO",
                        "Task.log LOGS:RO");
        assertThat(closedFields().map(Place::toString))
                .containsExactlyInAnyOrder(
                        "Mutation.claim",
                        "Mutation.updateJob",
                        "Mutation.updateTask",
                        "Mutation.createArtifact",
                        "Mutation.deleteUser",
                        "SSHKey.privateKey",
                        "PGPKey.privateKey",
                        "SecretFile.data");
    }

    private static List<String> codesAt(Place place, Set<Grant> grants) {
        return execute(place, grants).getErrors().stream()
                .map(error -> String.valueOf(error.getExtensions().get("code")))
                .toList();
    }

    private static Set<Grant> without(Grant.Scope scope) {
        return EnumSet.allOf(Grant.Scope.class).stream()
                .filter(other -> other != scope)
                .map(other -> new Grant(other, Grant.Access.RW))
                .collect(toSet());
    }

    private static ExecutionResult execute(Place place, Set<Grant> grants) {
        READ.clear();
        WANTED.clear();
        WANTED.addAll(place.way.types());
        WANTED.add(place.type.getName());
        return ENGINE.execute(ExecutionInput.newExecutionInput(place.query())
                .variables(Map.of("file", new Upload(null)))
                .graphQLContext(Map.of(Caller.class, new Caller(7, "ann", false, grants)))
                .build());
    }

    private static Stream<Place> places() {
        return WAYS.entrySet().stream().flatMap(way -> {
            GraphQLObjectType type = SCHEMA.getObjectType(way.getKey());
            return type.getFieldDefinitions().stream().map(field -> new Place(way.getValue(), type, field));
        });
    }

    /** The shortest way to each type of the schema. */
    private static Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("Query", new Way("query", List.of()));
        ways.put("Mutation", new Way("mutation", List.of()));
        List<String> open = new ArrayList<>(ways.keySet());
        for (int i = 0; i < open.size(); i++) {
            GraphQLObjectType from = SCHEMA.getObjectType(open.get(i));
            for (GraphQLFieldDefinition field : from.getFieldDefinitions()) {
                for (String to : objects(field.getType())) {
                    if (!ways.containsKey(to)
                            && Stream.of("worker", "internal").noneMatch(field::hasAppliedDirective)) {
                        ways.put(to, ways.get(from.getName()).and(from.getName(), field));
                        open.add(to);
                    }
                }
            }
        }
        assertThat(ways.keySet())
                .containsAll(GraphSchema.objects(SCHEMA)
                        .map(GraphQLObjectType::getName)
                        .toList());
        return ways;
    }

    private static List<String> objects(GraphQLType type) {
        GraphQLType bare = GraphQLTypeUtil.unwrapAll(type);
        if (bare instanceof GraphQLObjectType object) {
            return List.of(object.getName());
        }
        return bare instanceof GraphQLInterfaceType several
                ? SCHEMA.getImplementations(several).stream()
                        .map(GraphQLObjectType::getName)
                        .toList()
                : List.of();
    }

    private static void giveAnything(graphql.schema.idl.RuntimeWiring.Builder wiring) {
        GraphSchema.text().types().forEach((name, definition) -> {
            if (definition instanceof graphql.language.ObjectTypeDefinition object) {
                object.getFieldDefinitions()
                        .forEach(field -> wiring.type(
                                name,
                                type -> type.dataFetcher(field.getName(), environment -> {
                                    READ.add(name + "." + field.getName());
                                    return anything(environment.getFieldType());
                                })));
            } else if (definition instanceof graphql.language.InterfaceTypeDefinition) {
                wiring.type(
                        name,
                        type -> type.typeResolver(environment -> environment
                                .getSchema()
                                .getImplementations((GraphQLInterfaceType)
                                        environment.getSchema().getType(name))
                                .stream()
                                .sorted((one, other) -> Boolean.compare(
                                        WANTED.contains(other.getName()), WANTED.contains(one.getName())))
                                .findFirst()
                                .orElseThrow()));
            }
        });
    }

    private static Object anything(GraphQLType type) {
        GraphQLType bare = GraphQLTypeUtil.unwrapNonNull(type);
        if (bare instanceof GraphQLList list) {
            return List.of(anything(list.getWrappedType()));
        }
        if (bare instanceof GraphQLEnumType choice) {
            return choice.getValues().get(0).getName();
        }
        return switch (((GraphQLNamedType) bare).getName()) {
            case "Int" -> 1;
            case "Boolean" -> true;
            case "Time" -> java.time.Instant.EPOCH;
            case "Binary" -> new byte[] {1};
            default -> "anything";
        };
    }

    /** A value to give for an argument. */
    private static String value(GraphQLType type) {
        GraphQLType bare = GraphQLTypeUtil.unwrapNonNull(type);
        if (bare instanceof GraphQLList list) {
            return "[" + value(list.getWrappedType()) + "]";
        }
        if (bare instanceof GraphQLEnumType choice) {
            return choice.getValues().get(0).getName();
        }
        if (bare instanceof GraphQLInputObjectType object) {
            return object.getFieldDefinitions().stream()
                    .map(field -> field.getName() + ": " + value(field.getType()))
                    .collect(joining(", ", "{", "}"));
        }
        return switch (((GraphQLNamedType) bare).getName()) {
            case "Int" -> "1";
            case "File" -> FILE;
            default -> "\"x\"";
        };
    }

    /** A field on the way, of a type. */
    private record Step(String type, GraphQLFieldDefinition field) {
        String text() {
            String arguments = field.getArguments().stream()
                    .filter(argument -> argument.getType() instanceof GraphQLNonNull)
                    .map(Step::argument)
                    .collect(joining(", "));
            return "... on %s { %s%s"
                    .formatted(type, field.getName(), arguments.isEmpty() ? "" : "(" + arguments + ")");
        }

        private static String argument(GraphQLArgument argument) {
            return argument.getName() + ": " + value(argument.getType());
        }
    }

    /** How a type is reached. */
    private record Way(String operation, List<Step> steps) {
        Way and(String type, GraphQLFieldDefinition field) {
            List<Step> longer = new ArrayList<>(steps);
            longer.add(new Step(type, field));
            return new Way(operation, longer);
        }

        Set<String> types() {
            return steps.stream().map(Step::type).collect(toSet());
        }
    }

    /** A field, and how it is reached. */
    private record Place(Way way, GraphQLObjectType type, GraphQLFieldDefinition field) {
        String query() {
            List<Step> all = new ArrayList<>(way.steps);
            all.add(new Step(type.getName(), field));
            String steps = all.stream().map(Step::text).collect(joining(" { "));
            StringBuilder query = new StringBuilder(way.operation)
                    .append(steps.contains(FILE) ? "(" + FILE + ": File!) { " : " { ")
                    .append(steps);
            if (!objects(field.getType()).isEmpty()) {
                query.append(" { __typename }");
            }
            return query + " }".repeat(2 * all.size());
        }

        @Override
        public String toString() {
            return type.getName() + "." + field.getName();
        }
    }
}
