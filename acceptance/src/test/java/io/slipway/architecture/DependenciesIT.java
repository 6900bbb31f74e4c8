// SPDX-License-Identifier: Apache-2.0
package io.slipway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No library is kept that nobody keeps, unless the page of the architecture says why. Reads what {@code ./slipway dependencies} has looked
 * up, by the day on which it did.
 */
class DependenciesIT {
    private static final Path TABLE = Path.of("../src/site/resources/dependencies.csv");
    private static final Path PAGE = Path.of("../src/site/markdown/architecture.md");
    private static final String HEADING = "### Kept without a new release";
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([0-9-]+) \\| (.+) \\|");
    private static final int YEARS = 2;
    private static final int LEAST_REASON = 20;

    /** One row of the table. */
    private record Looked(String version, LocalDate released, LocalDate lookedUp) {
        boolean isOld() {
            return released.isBefore(lookedUp.minusYears(YEARS));
        }
    }

    @Test
    void everyDependencyOfTheBillWasLookedUp() throws IOException {
        assertThat(table().keySet())
                .as("written by `./slipway dependencies`")
                .containsAll(Bill.read().names());
    }

    /** Who takes another version is to see when it came, and what is newest. */
    @Test
    void versionOfTheBillIsTheOneThatWasLookedUp() throws IOException {
        Map<String, Looked> table = table();

        assertThat(Bill.read().versions())
                .allSatisfy((name, version) -> assertThat(table.get(name))
                        .as("%s; `./slipway dependencies` looks it up", name)
                        .isNotNull()
                        .extracting(Looked::version)
                        .isEqualTo(version));
    }

    @Test
    void dependencyWithoutAReleaseInTwoYearsIsKeptForAReason() throws IOException {
        Set<String> old = new TreeSet<>();
        table().forEach((name, looked) -> {
            if (looked.isOld()) {
                old.add(name);
            }
        });
        old.retainAll(Bill.read().names());

        assertThat(reasons().keySet()).containsExactlyInAnyOrderElementsOf(old);
    }

    @Test
    void reasonIsASentenceAndItsDateThatOfTheTable() throws IOException {
        Map<String, Looked> table = table();

        assertThat(reasons()).allSatisfy((name, row) -> {
            assertThat(row[0]).as(name).isEqualTo(table.get(name).released().toString());
            assertThat(row[1]).as(name).hasSizeGreaterThan(LEAST_REASON);
        });
    }

    private static Map<String, Looked> table() throws IOException {
        Map<String, Looked> table = new TreeMap<>();
        Files.readAllLines(TABLE).stream()
                .skip(1)
                .map(line -> line.split(","))
                .forEach(
                        row -> table.put(row[0], new Looked(row[1], LocalDate.parse(row[3]), LocalDate.parse(row[4]))));
        return table;
    }

    /** Date and reason by dependency. */
    private static Map<String, String[]> reasons() throws IOException {
        Map<String, String[]> reasons = new TreeMap<>();
        Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(HEADING))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .forEach(row -> reasons.put(row.group(1), new String[] {row.group(2), row.group(3)}));
        return reasons;
    }
}
