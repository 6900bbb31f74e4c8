// SPDX-License-Identifier: Apache-2.0
package io.slipway.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.manual.ManualPage.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the page of security to what it promises: each promise says how it is kept, and names tests that are there. */
class SecurityTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final ManualPage PAGE = ManualPage.read(ROOT.resolve("src/site/markdown/security.md"));
    private static final TestSources TESTS = new TestSources(ROOT);

    @Test
    void everyPromiseSaysHowItIsKeptAndNamesTestsThatAreThere() {
        assertThat(promises()).hasSizeGreaterThan(20).allSatisfy(row -> {
            assertThat(row.cells()).as(row.toString()).hasSize(3).noneMatch(String::isBlank);
            assertThat(row.tests()).as(row.toString()).allMatch(TESTS::has, "a test that is there");
        });
    }

    @Test
    void nothingIsPromisedTwice() {
        assertThat(promises().stream().map(Row::name)).doesNotHaveDuplicates();
    }

    /** Every table below a heading; the one above them says who is meant to get how far. */
    private static List<Row> promises() {
        return PAGE.rows().stream().filter(row -> !row.section().isEmpty()).toList();
    }
}
