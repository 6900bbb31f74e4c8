// SPDX-License-Identifier: Apache-2.0
package io.slipway.error;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the manual's page of problem codes against the catalogue. */
class ProblemPageTest {
    private static final Path PAGE = Path.of("../src/site/markdown/problems.md");

    private static List<Row> rows;

    @BeforeAll
    static void readPage() throws IOException {
        try (var lines = Files.lines(PAGE)) {
            rows = lines.filter(line -> line.startsWith("| SW-")).map(Row::of).toList();
        }
    }

    @Test
    void pageHasOneRowForEachProblemInTheirOrder() {
        assertThat(rows)
                .extracting(Row::code)
                .containsExactlyElementsOf(
                        Arrays.stream(Problem.values()).map(Problem::code).toList());
    }

    @Test
    void rowNamesTheFamilyOfItsProblem() {
        assertThat(rows)
                .extracting(Row::family)
                .containsExactlyElementsOf(Arrays.stream(Problem.values())
                        .map(problem -> problem.family().name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void problemsOfOneKindHaveOneStatus() {
        Map<Kind, Set<String>> statuses = Arrays.stream(Problem.values())
                .collect(groupingBy(
                        Problem::kind,
                        mapping(problem -> rows.get(problem.ordinal()).status(), toSet())));

        assertThat(statuses).allSatisfy((kind, status) -> assertThat(status).hasSize(1));
    }

    /** The first cells of a row of the page. */
    private record Row(String code, String family, String status) {
        static Row of(String line) {
            String[] cells = line.split("\\|");
            assertThat(cells).as(line).hasSize(6);
            assertThat(cells[4]).as(line).isNotBlank();
            assertThat(cells[5]).as(line).isNotBlank();
            return new Row(cells[1].strip(), cells[2].strip(), cells[3].strip());
        }
    }
}
