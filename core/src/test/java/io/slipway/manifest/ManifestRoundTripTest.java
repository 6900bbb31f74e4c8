// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever legal manifest is written, and however, is read as it is meant. The seed is fixed; another one finds other manifests. */
class ManifestRoundTripTest {
    private static final String SEED = "20261123";

    private final ManifestParser parser = new ManifestParser();

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aManifestIsReadAsItIsMeant(@ForAll("manifests") WrittenManifest written) {
        CheckedManifest read = parser.parse(written.yaml());

        Manifest meant = written.manifest();
        assertThat(read.manifest()).isEqualTo(meant);
        assertThat(read.warnings()).isEmpty();
        assertThat(List.copyOf(read.manifest().environment().keySet()))
                .isEqualTo(List.copyOf(meant.environment().keySet()));
        assertThat(List.copyOf(read.manifest().repositories().keySet()))
                .isEqualTo(List.copyOf(meant.repositories().keySet()));
    }

    @Property(tries = 200, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void bytesAreReadAsTheirText(@ForAll("manifests") WrittenManifest written) {
        byte[] bytes = written.yaml().getBytes(StandardCharsets.UTF_8);

        assertThat(parser.parse(bytes).manifest()).isEqualTo(written.manifest());
    }

    @Property(tries = 500, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aVariableKeepsANumberAsItIsWritten(@ForAll("bareWords") WrittenScalar scalar) {
        Manifest manifest =
                Checked.with("environment:\n  A: %s\n  B:\n  - %s\n".formatted(scalar.yaml(), scalar.yaml()));

        assertThat(manifest.environment())
                .containsEntry("A", new EnvironmentValue.Text(scalar.text()))
                .containsEntry("B", new EnvironmentValue.Items(List.of(scalar.text())));
    }

    @Provide
    Arbitrary<WrittenManifest> manifests() {
        return WrittenManifest.any();
    }

    @Provide
    Arbitrary<WrittenScalar> bareWords() {
        return WrittenScalar.bareWords();
    }
}
