// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the manual's pages about manifests against the keys that are read. */
class ManifestPageTest {
    private static final Path MANUAL = Path.of("../src/site/markdown");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    @Test
    void referenceHasARowForEachKey() throws IOException {
        assertThat(keys(section("manifest.md", "\n| key |", "\n\n")))
                .containsExactlyInAnyOrderElementsOf(ManifestReader.KEYS);
    }

    @Test
    void compatibilityHasARowForEachKey() throws IOException {
        assertThat(keys(section("compatibility.md", "\n## Manifest keys\n", "\n## ")))
                .containsExactlyInAnyOrderElementsOf(ManifestReader.KEYS);
    }

    private static List<String> keys(String table) {
        return ROW.matcher(table).results().map(row -> row.group(1)).toList();
    }

    private static String section(String page, String from, String to) throws IOException {
        String text = Files.readString(MANUAL.resolve(page));
        int begin = text.indexOf(from);
        assertThat(begin).as(from).isPositive();
        return text.substring(begin, text.indexOf(to, begin + from.length()));
    }
}
