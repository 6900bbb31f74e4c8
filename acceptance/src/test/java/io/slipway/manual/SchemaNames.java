// SPDX-License-Identifier: Apache-2.0
package io.slipway.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a GraphQL schema names.
 *
 * @param fields of types, interfaces and inputs, as {@code Type.field}
 * @param enums the values of each
 * @param others scalars, and directives with their {@code @}
 */
record SchemaNames(List<String> fields, Map<String, List<String>> enums, List<String> others) {
    private static final Pattern NO_NAMES = Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|#[^\n]*");
    private static final Pattern ARGUMENTS = Pattern.compile("\\([^()]*\\)");
    private static final Pattern SIMPLE = Pattern.compile("\\b(scalar\\s+|directive\\s+(?=@))(@?\\w+)");
    private static final Pattern WITH_MEMBERS =
            Pattern.compile("\\b(type|interface|input|enum)\\s+(\\w+)[^{}]*\\{([^{}]*)\\}");
    private static final Pattern FIELD = Pattern.compile("(\\w+)\\s*:");
    private static final Pattern VALUE = Pattern.compile("(?<![@\\w])\\w+");

    static SchemaNames read(Path file) {
        String text;
        try {
            text = NO_NAMES.matcher(Files.readString(file)).replaceAll(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text = ARGUMENTS.matcher(text).replaceAll(" ");
        List<String> fields = new ArrayList<>();
        Map<String, List<String>> enums = new LinkedHashMap<>();
        for (MatchResult type : WITH_MEMBERS.matcher(text).results().toList()) {
            String members = type.group(3);
            if (type.group(1).equals("enum")) {
                enums.put(type.group(2), found(VALUE, 0, members));
            } else {
                found(FIELD, 1, members).forEach(field -> fields.add(type.group(2) + "." + field));
            }
        }
        return new SchemaNames(fields, enums, found(SIMPLE, 2, text));
    }

    private static List<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(found -> found.group(group)).toList();
    }
}
