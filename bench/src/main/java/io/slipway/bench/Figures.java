// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a bench: printed as a table and written as one flat JSON object. */
public final class Figures {
    private final Map<String, Double> values = new LinkedHashMap<>();

    /** Those of an earlier run, if there are any. */
    static Figures read(Path file) throws IOException {
        Figures figures = new Figures();
        if (Files.exists(file)) {
            figures.values.putAll(
                    new ObjectMapper().readValue(file.toFile(), new TypeReference<Map<String, Double>>() {}));
        }
        return figures;
    }

    /** Adds a figure, rounded to two digits behind the point. */
    public void add(String key, double value, String explained) {
        values.put(key, Math.round(value * 100) / 100.0);
        System.out.printf("  %-24s %10.2f  %s%n", key, value, explained);
    }

    double get(String key) {
        return values.get(key);
    }

    public void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, new ObjectMapper().writeValueAsString(values) + "\n");
    }

    /** The value that a share of the samples does not exceed; {@code 0.5} is the median. */
    static double quantile(double[] samples, double share) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(share * sorted.length) - 1)];
    }
}
