// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.schema;

import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The schema as it is executed: the text of the resource {@code schema.graphqls}, and how each of its fields is read. */
public final class GraphSchema {
    private static final String RESOURCE = "schema.graphqls";

    private GraphSchema() {}

    /** @throws IllegalStateException when a field of the schema has nobody who reads it */
    public static GraphQLSchema of(List<Fields> families) {
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring().strictMode(true);
        Scalars.all().forEach(wiring::scalar);
        families.forEach(family -> family.wire(wiring));
        GraphQLSchema schema = new SchemaGenerator().makeExecutableSchema(text(), wiring.build());
        objects(schema).forEach(type -> check(schema, type));
        return schema;
    }

    /** The types whose fields are read, but for those that GraphQL has itself. */
    static Stream<GraphQLObjectType> objects(GraphQLSchema schema) {
        return schema.getAllTypesAsList().stream()
                .filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast)
                .filter(type -> !type.getName().startsWith("__"));
    }

    static TypeDefinitionRegistry text() {
        try (InputStream text = GraphSchema.class.getResourceAsStream(RESOURCE)) {
            return new SchemaParser().parse(new InputStreamReader(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the resource " + RESOURCE, e);
        }
    }

    private static void check(GraphQLSchema schema, GraphQLObjectType type) {
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            if (!schema.getCodeRegistry().hasDataFetcher(FieldCoordinates.coordinates(type, field))) {
                throw new IllegalStateException("nobody reads `%s.%s`".formatted(type.getName(), field.getName()));
            }
        }
    }
}
