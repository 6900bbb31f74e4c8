// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a JSON object, each of which must have the type that is asked for; null counts as absent. */
record Fields(JsonNode object) {

    /** @param known every field that may be there */
    static Fields of(String text, Set<String> known) {
        return of(text, known, Map.of());
    }

    /**
     * @param known every field that may be there
     * @param ignored those that may be there too and say nothing, each with why
     */
    static Fields of(String text, Set<String> known, Map<String, String> ignored) {
        Fields fields = new Fields(Json.readObject(text));
        for (Iterator<String> names = fields.object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name) && !ignored.containsKey(name)) {
                throw illegal(
                        name,
                        "there is none such; %s are allowed"
                                .formatted(known.stream().sorted().toList()));
            }
        }
        return fields;
    }

    String text(String name) {
        if (!object.hasNonNull(name)) {
            throw illegal(name, "it is absent; text is needed");
        }
        return text(name, "");
    }

    String text(String name, String fallback) {
        return object.hasNonNull(name) ? text(name, object.get(name)) : fallback;
    }

    boolean flag(String name, boolean fallback) {
        if (!object.hasNonNull(name)) {
            return fallback;
        }
        if (!object.get(name).isBoolean()) {
            throw illegal(name, "true or false is allowed");
        }
        return object.get(name).asBoolean();
    }

    /** Empty when it is absent. */
    Optional<Boolean> flag(String name) {
        return object.hasNonNull(name) ? Optional.of(flag(name, false)) : Optional.empty();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (object.hasNonNull(name)) {
            if (!object.get(name).isArray()) {
                throw illegal(name, "a list of texts is allowed");
            }
            object.get(name).forEach(node -> texts.add(text(name, node)));
        }
        return texts;
    }

    /** One for each of the fields that is there and says nothing. */
    List<ErrorJson.Entry> warnings(Map<String, String> ignored) {
        return ignored.keySet().stream()
                .filter(object::hasNonNull)
                .sorted()
                .map(name -> new ErrorJson.Entry(
                        name,
                        "Reading field `%s`: it is ignored; %s".formatted(name, ignored.get(name)),
                        Problem.REQUEST_ILLEGAL.code(),
                        null,
                        0,
                        0))
                .toList();
    }

    private static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw illegal(name, "text is allowed");
        }
        return node.asText();
    }

    static FieldException illegal(String name, String sentence) {
        return new FieldException(name, "Reading field `%s`: %s".formatted(name, sentence));
    }
}
