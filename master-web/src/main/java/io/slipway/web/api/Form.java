// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.FieldException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A body of type {@code application/x-www-form-urlencoded}, as the JSON that says the same. */
final class Form {
    private Form() {}

    /**
     * @param lists fields that may be there several times
     * @param flags fields that are {@code true} or {@code false}
     */
    static String json(String form, Set<String> lists, Set<String> flags) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String pair : form.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                put(fields, decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "", lists, flags);
            }
        }
        return Json.write(fields);
    }

    @SuppressWarnings("unchecked")
    private static void put(
            Map<String, Object> fields, String name, String value, Set<String> lists, Set<String> flags) {
        if (lists.contains(name)) {
            ((List<Object>) fields.computeIfAbsent(name, key -> new ArrayList<>())).add(value);
        } else if (fields.putIfAbsent(name, flags.contains(name) ? flag(value) : value) != null) {
            throw Fields.illegal(name, "it is there twice");
        }
    }

    /** What is none stays a text, which is refused as such. */
    private static Object flag(String value) {
        return value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new FieldException("", "Reading the form: `%s` is not encoded as a form is".formatted(text), e);
        }
    }
}
