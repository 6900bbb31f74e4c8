// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.schema;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import io.slipway.web.graphql.request.Upload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The scalars that are not GraphQL's own. */
final class Scalars {
    private static final Coercing<String, String> TIME =
            written(Instant.class, time -> time.truncatedTo(ChronoUnit.SECONDS).toString());
    private static final Coercing<String, String> BINARY =
            written(byte[].class, bytes -> Base64.getEncoder().encodeToString(bytes));
    private static final Coercing<String, String> CURSOR = written(String.class, cursor -> cursor);

    private Scalars() {}

    static List<GraphQLScalarType> all() {
        return List.of(
                scalar("Time", TIME), scalar("Binary", BINARY), scalar("Cursor", CURSOR), scalar("File", new File()));
    }

    private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
        return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
    }

    /** Written as text, and taken as text. */
    private static <T> Coercing<String, String> written(Class<T> type, Function<T, String> text) {
        return new Coercing<>() {
            @Override
            public String serialize(Object value, GraphQLContext context, Locale locale) {
                if (!type.isInstance(value)) {
                    throw new CoercingSerializeException("a value of type " + value.getClass());
                }
                return text.apply(type.cast(value));
            }

            @Override
            public String parseValue(Object value, GraphQLContext context, Locale locale) {
                if (value instanceof String given) {
                    return given;
                }
                throw new CoercingParseValueException("text is allowed");
            }

            @Override
            public String parseLiteral(
                    Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
                if (value instanceof StringValue given) {
                    return given.getValue();
                }
                throw new CoercingParseLiteralException("text is allowed");
            }
        };
    }

    /** Only as a variable that a multipart request fills. */
    private static final class File implements Coercing<Upload, Void> {
        @Override
        public Void serialize(Object value, GraphQLContext context, Locale locale) {
            throw new CoercingSerializeException("files are not given out");
        }

        @Override
        public Upload parseValue(Object value, GraphQLContext context, Locale locale) {
            if (value instanceof Upload upload) {
                return upload;
            }
            throw new CoercingParseValueException("a file part of a multipart request is allowed");
        }

        @Override
        public Upload parseLiteral(Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
            throw new CoercingParseLiteralException("a variable is allowed, and a file part of a multipart request");
        }
    }
}
