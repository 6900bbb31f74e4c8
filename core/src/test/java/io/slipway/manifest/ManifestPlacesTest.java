// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.manifest.Finding.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestPlacesTest {
    private static final String YAML = HEAD + TASKS + """
            secrets:
              - one
              - "two"
            oauth: a.b/C
            packages: [jq, curl]
            """;

    @ParameterizedTest
    @CsvSource({
        "oauth, 7, 1",
        "secrets, 4, 1",
        "secrets[0], 5, 5",
        "secrets[1], 6, 5",
        "packages[1], 8, 16",
        "secrets[2], 0, 0",
        "absent, 0, 0"
    })
    void findingStandsWhereTheKeyOrItemIs(String path, int line, int column) {
        ManifestPlaces places = new ManifestParser().parse(YAML).places();

        Finding finding = places.finding(Severity.WARNING, Problem.VALUE_ILLEGAL, path, "So it is");

        assertThat(finding)
                .isEqualTo(new Finding(Severity.WARNING, Problem.VALUE_ILLEGAL, path, line, column, "So it is"));
    }
}
