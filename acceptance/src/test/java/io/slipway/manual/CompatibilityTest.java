// SPDX-License-Identifier: Apache-2.0
package io.slipway.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.manual.ManualPage.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page of compatibility to what it promises: nothing is left out, nothing blank, and every test that it names is there. */
class CompatibilityTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SCHEMA =
            ROOT.resolve("master-web/src/main/resources/io/slipway/web/graphql/schema/schema.graphqls");
    private static final ManualPage PAGE = ManualPage.read(ROOT.resolve("src/site/markdown/compatibility.md"));
    private static final TestSources TESTS = new TestSources(ROOT);
    private static final String DEFECTS = "Defects";
    private static final String GRAPHQL = "GraphQL";
    private static final Set<String> BY_GRAPHQL = Set.of(GRAPHQL, "GraphQL endpoints", "Command-line client");

    @Test
    void noCellIsBlankAndEveryRowHasATest() {
        assertThat(PAGE.rows()).hasSizeGreaterThan(100).allSatisfy(row -> {
            assertThat(row.cells()).as(row.toString()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(row.cells()).as(row.toString()).noneMatch(String::isBlank);
            assertThat(row.tests()).as(row.toString()).noneMatch(String::isBlank);
        });
    }

    @Test
    void nothingIsToldTwice() {
        PAGE.rows().stream()
                .map(Row::section)
                .distinct()
                .forEach(section -> assertThat(PAGE.names(section)).as(section).doesNotHaveDuplicates());
    }

    @Test
    void everyTestIsThere() {
        assertThat(missing(row -> !BY_GRAPHQL.contains(row.section())))
                .as("tests that the page names and that are not there")
                .isEmpty();
    }

    @Test
    void everyTestOfGraphqlIsThere() {
        assumeSchema();
        assertThat(missing(row -> BY_GRAPHQL.contains(row.section())))
                .as("tests that the page names and that are not there")
                .isEmpty();
    }

    @Test
    void everyNameOfTheSchemaHasARow() {
        assumeSchema();
        SchemaNames schema = SchemaNames.read(SCHEMA);
        List<String> names = new ArrayList<>(schema.fields());
        names.addAll(schema.enums().keySet());
        names.addAll(schema.others());

        assertThat(PAGE.names(GRAPHQL)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names).contains("Query.job", "Mutation.submit", "TriggerInput.email", "Time", "@access");
        PAGE.of(GRAPHQL).stream()
                .filter(row -> schema.enums().containsKey(row.name()))
                .forEach(row -> assertThat(row.cells().get(1))
                        .as(row.toString())
                        .contains(schema.enums().get(row.name())));
    }

    @Test
    void everyEndpointOfRestHasARow() {
        assertThat(PAGE.names("REST"))
                .contains(
                        "GET /api/jobs",
                        "POST /api/jobs",
                        "GET /api/jobs/:id",
                        "GET /api/jobs/:id/artifacts",
                        "GET /api/jobs/:id/manifest",
                        "POST /api/jobs/:id/start",
                        "POST /api/jobs/:id/cancel",
                        "POST /api/job-group",
                        "GET /api/job-group/:id",
                        "POST /api/job-group/:id/start",
                        "POST /api/job-group/:id/cancel");
    }

    @Test
    void everyPageHasARow() {
        assertThat(PAGE.names("Pages"))
                .contains(
                        "/ of nobody",
                        "/ of a user",
                        "/submit",
                        "/resubmit/ID",
                        "/cancel/ID",
                        "/~USER",
                        "/~USER/TAG/…",
                        "/~USER/rss.xml",
                        "/~USER/TAGS/rss.xml",
                        "/~USER.svg",
                        "/~USER/TAGS.svg",
                        "/~USER/job/ID",
                        "/~USER/job/ID/settings/details",
                        "/secrets",
                        "/secret/delete/UUID",
                        "/secret/share/UUID",
                        "/admin",
                        "/graphql",
                        "/metrics");
    }

    @Test
    void everyDefectHasARowWhoseTestsNameIt() {
        assertThat(PAGE.names(DEFECTS))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList());
        for (Row row : PAGE.of(DEFECTS)) {
            assertThat(row.tests())
                    .as(row.toString())
                    .allSatisfy(test -> assertThat(TESTS.text(test))
                            .as(test)
                            .contains("Defect " + row.name() + " of the original"));
        }
    }

    /** So that the tests above are not content with everything. */
    @Test
    void whatIsNoTestIsNotFound() {
        assertThat(TESTS.has("CompatibilityTest.whatIsNoTestIsNotFound")).isTrue();
        assertThat(TESTS.has("images/test/control.sh")).isTrue();
        assertThat(Stream.of(
                        "CompatibilityTest.assumeSchema",
                        "CompatibilityTest.noSuchTest",
                        "NoSuchTest.whatIsNoTestIsNotFound",
                        "CompatibilityTest",
                        "a.b.c",
                        "images/control",
                        "images/test/none.sh"))
                .noneMatch(TESTS::has);
    }

    private static Map<Integer, List<String>> missing(Predicate<Row> which) {
        Map<Integer, List<String>> missing = new TreeMap<>();
        PAGE.rows().stream().filter(which).forEach(row -> {
            List<String> gone =
                    row.tests().stream().filter(test -> !TESTS.has(test)).toList();
            if (!gone.isEmpty()) {
                missing.put(row.line(), gone);
            }
        });
        return missing;
    }

    private static void assumeSchema() {
        assumeTrue(Files.exists(SCHEMA), "this checkout has no GraphQL");
    }
}
