// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.manifest.matrix.Combination;
import io.slipway.manifest.matrix.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code matrix}: variables with a list of values each, and what is to be excluded and included. */
final class MatrixReader {
    private static final String EXCLUDE = "exclude";
    private static final String INCLUDE = "include";
    private static final String VARIABLES = "a mapping of variables to one value each";

    /** So many are combined at the most, before what is excluded is left out. */
    private static final int MOST_COMBINED = 4_096;

    /** So many combinations are excluded, and so many included, at the most: each is held against all the others. */
    private static final int MOST_LISTED = 64;

    private MatrixReader() {}

    /**
     * All combinations of a matrix, one or more; notes an error for everything that is wrong.
     *
     * @return empty when it has an error
     */
    static Optional<List<Combination>> read(Value value) {
        return value.entries("a mapping of variables to lists of values").flatMap(entries -> read(value, entries));
    }

    /** The one combination that the matrix of a job's own manifest has; notes an error when it has another number of them. */
    static Combination one(Value value) {
        List<Combination> combinations = read(value).orElse(List.of(Combination.NONE));
        if (combinations.size() > 1) {
            value.error(
                    Problem.MATRIX_ILLEGAL,
                    "%s stands for %d jobs; in the manifest of one job, one value for each variable is allowed"
                            .formatted(value.shownPath(), combinations.size()));
        }
        return combinations.get(0);
    }

    private static Optional<List<Combination>> read(Value value, Entries entries) {
        Map<String, List<String>> axes = new LinkedHashMap<>();
        boolean whole = true;
        for (Entries.Entry entry : entries.all()) {
            if (!entry.name().equals(EXCLUDE) && !entry.name().equals(INCLUDE)) {
                Optional<List<String>> values = axis(entry);
                values.ifPresent(found -> axes.put(entry.name(), found));
                whole &= values.isPresent();
            }
        }
        Optional<List<Combination>> include = combinations(entries, INCLUDE);
        Optional<List<Combination>> exclude = combinations(entries, EXCLUDE);
        if (!whole || include.isEmpty() || exclude.isEmpty() || !areOf(axes.keySet(), entries, exclude.get())) {
            return Optional.empty();
        }
        return counted(value, entries, new Matrix(axes, exclude.get(), include.get()));
    }

    /** One value may stand without a list. */
    private static Optional<List<String>> axis(Entries.Entry entry) {
        boolean named = EnvironmentReader.isNameLegal(entry);
        List<Value> items = entry.value().isList()
                ? entry.value().items("a list of values").orElse(List.of())
                : List.of(entry.value());
        if (items.isEmpty()) {
            entry.value()
                    .illegal("%s has no value; one or more are needed"
                            .formatted(entry.value().shownPath()));
        }
        Set<String> values = new LinkedHashSet<>();
        for (Value item : items) {
            EnvironmentReader.scalar(item).ifPresent(text -> {
                if (!values.add(text)) {
                    item.illegal(
                            "%s stands here a second time; each value once is allowed".formatted(Shown.value(text)));
                }
            });
        }
        return named && !items.isEmpty() && values.size() == items.size()
                ? Optional.of(List.copyOf(values))
                : Optional.empty();
    }

    private static Optional<List<Combination>> combinations(Entries entries, String key) {
        Optional<Value> value = entries.value(key);
        if (value.isEmpty()) {
            return Optional.of(List.of());
        }
        return value.get()
                .items("a list of combinations, each %s".formatted(VARIABLES))
                .filter(items -> areFew(value.get(), items.size()))
                .flatMap(items -> {
                    List<Combination> combinations = new ArrayList<>();
                    items.forEach(item -> combination(item).ifPresent(combinations::add));
                    return combinations.size() == items.size() ? Optional.of(combinations) : Optional.empty();
                });
    }

    private static boolean areFew(Value list, int listed) {
        if (listed > MOST_LISTED) {
            list.error(
                    Problem.MATRIX_TOO_LARGE,
                    "%s has %d combinations; at most %d are allowed".formatted(list.shownPath(), listed, MOST_LISTED));
        }
        return listed <= MOST_LISTED;
    }

    private static Optional<Combination> combination(Value item) {
        return item.entries(VARIABLES).flatMap(entries -> {
            Map<String, String> values = new LinkedHashMap<>();
            for (Entries.Entry entry : entries.all()) {
                if (EnvironmentReader.isNameLegal(entry)) {
                    EnvironmentReader.scalar(entry.value()).ifPresent(text -> values.put(entry.name(), text));
                }
            }
            if (entries.all().isEmpty()) {
                item.illegal("%s has no variable; one or more are needed".formatted(item.shownPath()));
            }
            return values.isEmpty() || values.size() < entries.all().size()
                    ? Optional.empty()
                    : Optional.of(new Combination(values));
        });
    }

    /** That what is excluded names variables that there are. */
    private static boolean areOf(Set<String> axes, Entries entries, List<Combination> exclude) {
        boolean all = true;
        for (int i = 0; i < exclude.size(); i++) {
            for (String name : exclude.get(i).values().keySet()) {
                if (!axes.contains(name)) {
                    all = false;
                    excluded(entries, i)
                            .illegal("%s names variable `%s`, which the matrix does not have"
                                    .formatted(excluded(entries, i).shownPath(), name));
                }
            }
        }
        return all;
    }

    private static Optional<List<Combination>> counted(Value value, Entries entries, Matrix matrix) {
        if (matrix.size() > MOST_COMBINED) {
            value.error(
                    Problem.MATRIX_TOO_LARGE,
                    "%s has more than %d combinations, excluded ones among them"
                            .formatted(value.shownPath(), MOST_COMBINED));
            return Optional.empty();
        }
        for (int i = 0; i < matrix.exclude().size(); i++) {
            if (matrix.excludesNothing(matrix.exclude().get(i))) {
                Value excluded = excluded(entries, i);
                value.findings()
                        .warning(
                                Problem.MATRIX_ILLEGAL,
                                excluded.node(),
                                excluded.path(),
                                "%s excludes nothing: no combination is like that".formatted(excluded.shownPath()));
            }
        }
        List<Combination> combinations = matrix.combinations();
        if (combinations.isEmpty()) {
            value.error(
                    Problem.MATRIX_ILLEGAL,
                    "%s leaves no combination; one or more are needed".formatted(value.shownPath()));
            return Optional.empty();
        }
        return Optional.of(combinations);
    }

    private static Value excluded(Entries entries, int index) {
        return entries.value(EXCLUDE)
                .flatMap(value -> value.items(VARIABLES))
                .map(items -> items.get(index))
                .orElseThrow();
    }
}
