// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.error;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.execution.ResultPath;
import graphql.language.SourceLocation;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.web.api.ErrorJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A problem as GraphQL tells it: the sentence as {@code message}; as {@code extensions} the code, the argument that is meant, and the
 * place in a manifest.
 */
public final class ProblemError implements GraphQLError {
    private static final Set<ErrorClassification> OF_THE_DOCUMENT = Set.of(
            ErrorType.InvalidSyntax,
            ErrorType.ValidationError,
            ErrorType.OperationNotSupported,
            ErrorType.ExecutionAborted);

    private final String message;
    private final transient Map<String, Object> extensions;
    private final transient List<SourceLocation> locations;
    private final transient List<Object> path;

    private ProblemError(
            String message, Map<String, Object> extensions, List<SourceLocation> locations, List<Object> path) {
        this.message = message;
        this.extensions = extensions;
        this.locations = locations;
        this.path = path;
    }

    /** Each finding of a manifest, or the one sentence of another problem, about a field of the operation. */
    public static List<GraphQLError> of(ProblemException problem, SourceLocation location, ResultPath path) {
        return ErrorJson.of(problem).errors().stream()
                .<GraphQLError>map(entry -> new ProblemError(
                        entry.reason(), extensions(entry), location == null ? null : List.of(location), path.toList()))
                .toList();
    }

    /** About the operation as a whole. */
    public static GraphQLError of(ProblemException problem) {
        ErrorJson.Entry entry = ErrorJson.of(problem).errors().get(0);
        return new ProblemError(entry.reason(), extensions(entry), null, null);
    }

    /** About the operation as a whole. */
    public static GraphQLError of(Problem problem, String sentence) {
        return of(new ProblemException(problem, sentence));
    }

    /** What graphql-java itself says of a document gets its number of the catalogue. */
    public static GraphQLError numbered(GraphQLError error) {
        return error instanceof ProblemError || !OF_THE_DOCUMENT.contains(error.getErrorType())
                ? error
                : new ProblemError(
                        error.getMessage(),
                        Map.of("code", Problem.QUERY_ILLEGAL.code()),
                        error.getLocations(),
                        error.getPath());
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public List<SourceLocation> getLocations() {
        return locations;
    }

    @Override
    public List<Object> getPath() {
        return path;
    }

    /** None: the code says more. */
    @Override
    public ErrorClassification getErrorType() {
        return null;
    }

    @Override
    public Map<String, Object> getExtensions() {
        return extensions;
    }

    private static Map<String, Object> extensions(ErrorJson.Entry entry) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", entry.code());
        if (entry.field() != null) {
            extensions.put("field", entry.field());
        }
        if (entry.path() != null) {
            extensions.put("path", entry.path());
        }
        if (entry.line() > 0) {
            extensions.put("line", entry.line());
            extensions.put("column", entry.column());
        }
        return extensions;
    }
}
