// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest.matrix;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value for each of some variables.
 *
 * @param values by the variables' names, in their order
 */
public record Combination(Map<String, String> values) {
    /** No variables at all. */
    public static final Combination NONE = new Combination(Map.of());

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^${}]*+)}");

    public Combination {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    Combination with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Combination(more);
    }

    /** Whether every value of another one is here too. */
    public boolean holds(Combination part) {
        return values.entrySet().containsAll(part.values.entrySet());
    }

    /** The names in {@code ${NAME}} of a text that no variable here has, in alphabetical order. */
    public Set<String> unknown(String text) {
        Set<String> unknown = new TreeSet<>();
        for (Matcher matcher = REFERENCE.matcher(text); matcher.find(); ) {
            if (!values.containsKey(matcher.group(1))) {
                unknown.add(matcher.group(1));
            }
        }
        return unknown;
    }

    /** A text with the variables' values for {@code ${NAME}}; what no variable has, and what values hold, stays as it is. */
    public String replaceIn(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** For people: {@code CC=gcc RELEASE=trixie}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(joining(" "));
    }
}
