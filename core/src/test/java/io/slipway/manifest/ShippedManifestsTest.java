// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests that come with Slipway: those of {@code contrib}, and the one of every image. */
class ShippedManifestsTest {
    private static final Path CHECKOUT = Path.of("..");

    static List<Path> manifests() throws IOException {
        try (Stream<Path> contrib = Files.walk(CHECKOUT.resolve("contrib"));
                Stream<Path> images = Files.walk(CHECKOUT.resolve("images"))) {
            return Stream.concat(
                            contrib.filter(file -> file.toString().endsWith(".yml")),
                            images.filter(file -> file.endsWith("build.yml")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void manifestThatComesWithSlipwayHasNothingWrong(Path file) throws IOException {
        assertThat(new MatrixExpansion(new ManifestParser(), 16)
                        .expand(Files.readString(file))
                        .warnings())
                .isEmpty();
    }
}
