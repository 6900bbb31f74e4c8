// SPDX-License-Identifier: Apache-2.0
package io.slipway.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The import table of the architecture page: which package may import which others. */
final class ImportTable {
    private static final Pattern NAME = Pattern.compile("`([a-z0-9.]+)`");

    private final Map<String, List<String>> allowed = new TreeMap<>();

    /** Reads every row {@code | `package` | purpose | `import` `import` … |} of the page. */
    static ImportTable read(Path page) {
        ImportTable table = new ImportTable();
        try (Stream<String> lines = Files.lines(page)) {
            lines.map(line -> line.split("\\|"))
                    .filter(cells -> cells.length == 4 && cells[1].strip().startsWith("`io.slipway."))
                    .forEach(cells -> table.allowed.put(names(cells[1]).get(0), names(cells[3])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    boolean isEmpty() {
        return allowed.isEmpty();
    }

    /** The row that a package belongs to: its own, or that of the nearest package above it; empty for none. */
    String row(String packageName) {
        String candidate = packageName;
        while (!allowed.containsKey(candidate)) {
            int dot = candidate.lastIndexOf('.');
            if (dot < 0) {
                return "";
            }
            candidate = candidate.substring(0, dot);
        }
        return candidate;
    }

    /** Whether a class of {@code from} may use a class of {@code to}. */
    boolean allows(String from, String to) {
        String row = row(from);
        return to.isEmpty()
                || to.startsWith("java.")
                || to.startsWith("javax.") && !to.startsWith("javax.inject")
                || isBelow(to, row) && row(to).equals(row)
                || allowed.get(row).stream().anyMatch(name -> isBelow(to, name));
    }

    private static boolean isBelow(String packageName, String above) {
        return packageName.equals(above) || packageName.startsWith(above + ".");
    }

    private static List<String> names(String cell) {
        return Arrays.asList(NAME.matcher(cell)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toArray(String[]::new));
    }
}
