// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.request;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.error.FieldException;
import io.slipway.web.api.Json;
import java.util.HashMap;
import java.util.Map;

/**
 * One operation to execute.
 *
 * @param query the document
 * @param operation which operation of the document; empty when it has only one
 * @param variables by name
 */
public record GraphRequest(String query, String operation, Map<String, Object> variables) {
    public GraphRequest {
        requireNonNull(query, "query");
        requireNonNull(operation, "operation");
        requireNonNull(variables, "variables");
    }

    /** Reads {@code {"query": …, "operationName": …, "variables": {…}}}; other fields are left alone. */
    public static GraphRequest of(String json) {
        JsonNode object = Json.readObject(json);
        JsonNode variables = object.path("variables");
        if (!variables.isObject() && !variables.isNull() && !variables.isMissingNode()) {
            throw new FieldException("variables", "Reading field `variables`: an object is allowed");
        }
        return new GraphRequest(
                text(object, "query", true),
                text(object, "operationName", false),
                variables.isObject() ? Json.map(variables) : new HashMap<>());
    }

    private static String text(JsonNode object, String name, boolean needed) {
        JsonNode value = object.path(name);
        if (value.isTextual()) {
            return value.asText();
        }
        if (needed || !value.isNull() && !value.isMissingNode()) {
            throw new FieldException(
                    name, "Reading field `%s`: text is %s".formatted(name, needed ? "needed" : "allowed"));
        }
        return "";
    }
}
