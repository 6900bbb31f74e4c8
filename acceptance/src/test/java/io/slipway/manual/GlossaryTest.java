// SPDX-License-Identifier: Apache-2.0
package io.slipway.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.manual.ManualPage.Row;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the page of words to its first sentence. */
class GlossaryTest {
    private static final ManualPage PAGE =
            ManualPage.read(Path.of("..").toAbsolutePath().normalize().resolve("src/site/markdown/glossary.md"));

    @Test
    void thereIsOneRowForEachWord() {
        assertThat(PAGE.rows().stream().map(Row::name)).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    }
}
