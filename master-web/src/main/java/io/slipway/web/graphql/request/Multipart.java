// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.request;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.web.api.Body;
import io.slipway.web.api.Json;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A request by the GraphQL multipart request specification: part {@code operations} is the request, part {@code map} says which
 * variables the file parts are, for example <code>{"0": ["variables.file"]}</code>.
 */
public final class Multipart {
    /** Files of one request. */
    static final int MOST_FILES = 10;

    private static final String OPERATIONS = "operations";
    private static final String MAP = "map";

    private final Map<String, Part> parts;

    public Multipart(Collection<Part> parts) {
        if (parts.size() > MOST_FILES + 2) {
            throw new ProblemException(
                    Problem.REQUEST_TOO_LARGE,
                    "Reading a multipart request: it has %d parts; `operations`, `map` and at most %d files are allowed"
                            .formatted(parts.size(), MOST_FILES));
        }
        this.parts = parts.stream().collect(toMap(Part::getName, Function.identity(), (one, other) -> {
            throw illegal(one.getName(), "it is there twice");
        }));
    }

    /** The request, with an {@link Upload} in place of each variable that a file is for. */
    public GraphRequest request() {
        GraphRequest request = GraphRequest.of(text(OPERATIONS));
        JsonNode map = Json.readObject(text(MAP));
        map.properties()
                .forEach(file -> file.getValue()
                        .forEach(place -> put(request.variables(), place.asText(), file(file.getKey()))));
        return request;
    }

    private Upload file(String name) {
        if (!parts.containsKey(name) || name.equals(OPERATIONS) || name.equals(MAP)) {
            throw illegal(MAP, "it names the file part `%s`, which is not there".formatted(name));
        }
        return new Upload(parts.get(name));
    }

    private static void put(Map<String, Object> variables, String place, Upload file) {
        String[] steps = place.split("\\.", -1);
        if (steps.length < 2 || !steps[0].equals("variables")) {
            throw illegal(MAP, "`%s`; places such as `variables.file` are allowed".formatted(place));
        }
        Object at = variables;
        for (int step = 1; step < steps.length - 1; step++) {
            at = below(at, steps[step], place);
        }
        set(at, steps[steps.length - 1], place, file);
    }

    private static Object below(Object at, String step, String place) {
        if (at instanceof Map<?, ?> object && object.containsKey(step)) {
            return object.get(step);
        }
        if (at instanceof List<?> list) {
            return list.get(index(list, step, place));
        }
        throw missing(place);
    }

    /** Only where the request has a null, as the specification wants it. */
    @SuppressWarnings("unchecked")
    private static void set(Object at, String step, String place, Upload file) {
        if (at instanceof Map<?, ?> object && object.containsKey(step) && object.get(step) == null) {
            ((Map<String, Object>) object).put(step, file);
        } else if (at instanceof List<?> list && list.get(index(list, step, place)) == null) {
            ((List<Object>) list).set(index(list, step, place), file);
        } else {
            throw missing(place);
        }
    }

    private static int index(List<?> list, String step, String place) {
        try {
            int index = Integer.parseInt(step);
            if (index >= 0 && index < list.size()) {
                return index;
            }
        } catch (NumberFormatException e) {
            throw new FieldException(MAP, missing(place).getMessage(), e);
        }
        throw missing(place);
    }

    private String text(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw illegal(name, "it is absent");
        }
        try (InputStream bytes = part.getInputStream()) {
            return Body.text(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading part " + name, e);
        }
    }

    private static FieldException missing(String place) {
        return illegal(MAP, "`%s` is no place in `operations` that is null".formatted(place));
    }

    private static FieldException illegal(String part, String sentence) {
        return new FieldException(part, "Reading part `%s` of a multipart request: %s".formatted(part, sentence));
    }
}
