// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of the page of routes. */
record RoutePage(List<Row> rows) {
    static final Path FILE = Path.of("../src/site/markdown/routes.md");

    static RoutePage read() {
        List<Row> rows = new ArrayList<>();
        String section = "";
        List<String> head = List.of();
        List<String> lines = lines();
        for (int n = 0; n < lines.size(); n++) {
            String line = lines.get(n);
            if (line.startsWith("## ")) {
                section = line.substring(3).strip();
            }
            if (!line.startsWith("|")) {
                head = List.of();
            } else if (head.isEmpty()) {
                head = cells(line);
            } else if (!line.startsWith("| ---")) {
                rows.add(row(section, n + 1, head, cells(line)));
            }
        }
        return new RoutePage(List.copyOf(rows));
    }

    static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        String[] parts = line.split("\\|", -1);
        return Arrays.stream(parts, 1, parts.length - 1).map(String::strip).toList();
    }

    private static Row row(String section, int line, List<String> head, List<String> cells) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int n = 0; n < head.size(); n++) {
            named.put(head.get(n), cells.get(n));
        }
        return new Row(section, line, cells.get(0).replace("`", ""), named);
    }

    List<Row> of(String section) {
        return rows.stream().filter(row -> row.section.equals(section)).toList();
    }

    /**
     * A row of a table.
     *
     * @param section the heading that it stands below
     * @param line where it stands on the page
     * @param route what is asked for
     * @param cells by the words of the table's head
     */
    record Row(String section, int line, String route, Map<String, String> cells) {
        /** What is asked about: a visibility of a job, or a kind of thing; empty when nothing in particular. */
        String of() {
            return cells.getOrDefault("of", "");
        }

        /** The scope that a token needs; empty for none. */
        String scope() {
            return cells.getOrDefault("scope", "").replace("`", "");
        }

        /** Who asks, in the table's order, with the answer that the page expects. */
        Map<Role, String> expected() {
            Map<Role, String> expected = new LinkedHashMap<>();
            cells.forEach((head, cell) -> Role.of(head).ifPresent(role -> expected.put(role, cell)));
            return expected;
        }

        @Override
        public String toString() {
            return "line %d, %s %s".formatted(line, route, of());
        }
    }
}
