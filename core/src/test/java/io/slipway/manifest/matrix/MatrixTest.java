// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatrixTest {
    private static final List<String> TWO = List.of("1", "2");

    @Test
    void everyValueIsCombinedWithEveryOther() {
        Matrix matrix = new Matrix(axes("A", List.of("x", "y"), "B", TWO), List.of(), List.of());

        assertThat(matrix.combinations())
                .extracting(Combination::toString)
                .containsExactly("A=x B=1", "A=x B=2", "A=y B=1", "A=y B=2");
        assertThat(matrix.size()).isEqualTo(4);
    }

    @Test
    void whatIsExcludedIsLeftOutAndWhatIsIncludedComesLast() {
        Combination y = new Combination(Map.of("A", "y"));
        Combination z = new Combination(Map.of("C", "z"));
        Matrix matrix = new Matrix(axes("A", List.of("x", "y"), "B", TWO), List.of(y), List.of(z, z));

        assertThat(matrix.combinations())
                .extracting(Combination::toString)
                .containsExactly("A=x B=1", "A=x B=2", "C=z");
        assertThat(matrix.excludesNothing(y)).isFalse();
        assertThat(matrix.excludesNothing(new Combination(Map.of("A", "y", "B", "1"))))
                .isFalse();
        assertThat(matrix.excludesNothing(new Combination(Map.of("A", "q")))).isTrue();
        assertThat(matrix.excludesNothing(new Combination(Map.of("A", "y", "B", "y"))))
                .isTrue();
        assertThat(matrix.excludesNothing(z)).isTrue();
    }

    @Test
    void referencesWithoutAnEndAreReadInNoTime() {
        Combination combination = new Combination(Map.of("A", "x"));
        String text = "${".repeat(200_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(combination.unknown(text)).isEmpty());
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(combination.replaceIn(text + "${A}")).isEqualTo(text + "x"));
    }

    @Test
    void includedCombinationsNeedNoVariablesBesides() {
        Matrix matrix = new Matrix(Map.of(), List.of(), List.of(new Combination(Map.of("A", "x"))));

        assertThat(matrix.combinations()).hasSize(1);
        assertThat(new Matrix(Map.of(), List.of(), List.of()).combinations()).isEmpty();
    }

    @Test
    void sizeThatNoNumberHoldsIsVeryLarge() {
        Map<String, List<String>> axes = new LinkedHashMap<>();
        List<String> many = Collections.nCopies(1_000, "x");
        for (int i = 0; i < 30; i++) {
            axes.put("V" + i, many);
        }

        assertThat(new Matrix(axes, List.of(), List.of()).size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void variableWithoutAValueIsNoAxis() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Matrix(Map.of("A", List.of()), List.of(), List.of()));
    }

    @Test
    void referencesAreReplacedOnceAndWhatValuesHoldStays() {
        Combination combination = new Combination(Map.of("A", "$1\\${B}", "B", "b"));

        assertThat(combination.replaceIn("${A}-${B}-${C}-$B-${")).isEqualTo("$1\\${B}-b-${C}-$B-${");
        assertThat(combination.unknown("${A}${D}${C}${}")).containsExactly("", "C", "D");
        assertThat(combination.unknown("$C {C}")).isEmpty();
    }

    private static Map<String, List<String>> axes(String first, List<String> one, String second, List<String> other) {
        Map<String, List<String>> axes = new LinkedHashMap<>();
        axes.put(first, one);
        axes.put(second, other);
        return axes;
    }
}
