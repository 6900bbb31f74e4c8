// SPDX-License-Identifier: Apache-2.0
package io.slipway.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tables of a page of the manual: the first cell of a row says what is meant, the last one which tests show it. */
record ManualPage(List<Row> rows) {
    private static final String HEADING = "## ";
    private static final String BESIDE = "(?<!\\\\)\\|";

    static ManualPage read(Path page) {
        List<String> lines;
        try {
            lines = Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Row> rows = new ArrayList<>();
        String section = "";
        boolean inTable = false;
        for (int n = 0; n < lines.size(); n++) {
            String line = lines.get(n);
            if (line.startsWith(HEADING)) {
                section = line.substring(HEADING.length()).strip();
            } else if (line.startsWith("|") && inTable && !line.startsWith("| ---")) {
                rows.add(new Row(section, n + 1, cells(line)));
            }
            // What a table begins with is its head.
            inTable = line.startsWith("|");
        }
        return new ManualPage(List.copyOf(rows));
    }

    private static List<String> cells(String line) {
        String[] parts = line.split(BESIDE, -1);
        return Arrays.stream(parts, 1, parts.length - 1).map(String::strip).toList();
    }

    List<Row> of(String section) {
        return rows.stream().filter(row -> row.section.equals(section)).toList();
    }

    List<String> names(String section) {
        return of(section).stream().map(Row::name).toList();
    }

    /**
     * A row of a table.
     *
     * @param section the heading that it stands below
     * @param line where it stands on the page
     */
    record Row(String section, int line, List<String> cells) {
        String name() {
            return cells.get(0).replace("`", "");
        }

        List<String> tests() {
            return Arrays.stream(cells.get(cells.size() - 1).split(", "))
                    .map(test -> test.matches("`[^`]+`") ? test.substring(1, test.length() - 1) : "")
                    .toList();
        }

        @Override
        public String toString() {
            return "line %d, %s".formatted(line, name());
        }
    }
}
