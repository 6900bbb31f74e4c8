// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** How the API reads and writes JSON: names in snake case, times in ISO 8601. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .registerModule(new SimpleModule().addSerializer(Instant.class, new StdSerializer<>(Instant.class) {
                @Override
                public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
                        throws IOException {
                    json.writeString(time.toString());
                }
            }));

    private Json() {}

    /** Writes a record of this package, or maps and lists as they are. */
    public static String write(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of the API is not JSON: " + body.getClass(), e);
        }
    }

    /** An object as a map of names, with maps, lists, texts, numbers, booleans and nulls below. */
    public static Map<String, Object> map(JsonNode object) {
        return MAPPER.convertValue(object, new TypeReference<>() {});
    }

    /** Reads an object; throws REQUEST_ILLEGAL with the place of what is wrong. */
    public static JsonNode readObject(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Reading the body: it is not JSON%s; an object is allowed".formatted(place),
                    e);
        }
        throw new ProblemException(Problem.REQUEST_ILLEGAL, "Reading the body: one JSON object is allowed");
    }
}
