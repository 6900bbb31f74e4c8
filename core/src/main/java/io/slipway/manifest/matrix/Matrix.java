// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest.matrix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables with values, each of which is to be combined with each of the others.
 *
 * @param axes the values by variable, in the manifest's order; none without a value
 * @param exclude what no combination is to hold
 * @param include combinations besides, each with variables of its own
 */
public record Matrix(Map<String, List<String>> axes, List<Combination> exclude, List<Combination> include) {
    public Matrix {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        axes.forEach((name, values) -> {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("matrix: variable `%s` has no value".formatted(name));
            }
            copy.put(name, List.copyOf(values));
        });
        axes = Collections.unmodifiableMap(copy);
        exclude = List.copyOf(exclude);
        include = List.copyOf(include);
    }

    /** How many combinations there would be with nothing excluded; a very large number for more than can be counted. */
    public long size() {
        long size = axes.isEmpty() ? 0 : 1;
        for (List<String> values : axes.values()) {
            if (size > Integer.MAX_VALUE) {
                return Long.MAX_VALUE;
            }
            size *= values.size();
        }
        return size + include.size();
    }

    /**
     * Every combination once: of the last variable every value in turn, then of the one before, then what is included. Of {@link #size} many,
     * which are put together anew at each call.
     */
    public List<Combination> combinations() {
        Set<Combination> combinations = new LinkedHashSet<>();
        for (Combination combination : product()) {
            if (exclude.stream().noneMatch(combination::holds)) {
                combinations.add(combination);
            }
        }
        combinations.addAll(include);
        return List.copyOf(combinations);
    }

    /** Whether something that is excluded is in no combination: one that has values of the variables alone is in those that have the same. */
    public boolean excludesNothing(Combination excluded) {
        return axes.isEmpty()
                || excluded.values().entrySet().stream()
                        .anyMatch(value ->
                                !axes.getOrDefault(value.getKey(), List.of()).contains(value.getValue()));
    }

    private List<Combination> product() {
        List<Combination> product = axes.isEmpty() ? List.of() : List.of(Combination.NONE);
        for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
            List<Combination> next = new ArrayList<>();
            for (Combination combination : product) {
                axis.getValue().forEach(value -> next.add(combination.with(axis.getKey(), value)));
            }
            product = next;
        }
        return product;
    }
}
