// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.slipway.error.Problem;
import io.slipway.manifest.MatrixExpansion.Expanded;
import io.slipway.manifest.MatrixExpansion.Expansion;
import io.slipway.manifest.matrix.Combination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One manifest of each combination. */
class MatrixExpansionTest {
    private static final MatrixExpansion SIXTEEN = new MatrixExpansion(new ManifestParser(), 16);
    /** Far more than a machine with other work to do needs. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final String TASKS = "tasks:\n  - build: make\n";
    private static final String MANIFEST = """
            # Two compilers on two releases.
            image: debian/${RELEASE}
            arch: ${ARCH}
            environment:
              LEVEL: full
            matrix: # each with each
              RELEASE: [bookworm, trixie]
              # the compilers
              CC:
                - gcc
                - clang

              ARCH: amd64
            # what is to be done
            tasks:
              - build: |
                  make CC=$CC
            """;

    @Test
    void eachCombinationIsAManifestWithItsVariables() {
        List<Expanded> expanded = expand(MANIFEST);

        assertThat(expanded)
                .extracting(one -> one.combination().toString())
                .containsExactly(
                        "RELEASE=bookworm CC=gcc ARCH=amd64",
                        "RELEASE=bookworm CC=clang ARCH=amd64",
                        "RELEASE=trixie CC=gcc ARCH=amd64",
                        "RELEASE=trixie CC=clang ARCH=amd64");
        Manifest third = expanded.get(2).checked().manifest();
        assertThat(third.image().value()).isEqualTo("debian/trixie");
        assertThat(third.arch().value()).isEqualTo("amd64");
        assertThat(third.environment())
                .containsExactly(
                        Map.entry("LEVEL", new EnvironmentValue.Text("full")),
                        Map.entry("RELEASE", new EnvironmentValue.Text("trixie")),
                        Map.entry("CC", new EnvironmentValue.Text("gcc")),
                        Map.entry("ARCH", new EnvironmentValue.Text("amd64")));
        assertThat(expanded).allMatch(one -> one.checked().warnings().isEmpty());
    }

    @Test
    void everyLineOutsideOfTheMatrixStaysAsAndWhereItIs() {
        for (Expanded one : expand(MANIFEST)) {
            List<String> lines = one.text().lines().toList();
            List<String> written = MANIFEST.lines().toList();
            assertThat(lines).hasSameSizeAs(written);
            assertThat(lines.subList(0, 6)).isEqualTo(written.subList(0, 6));
            assertThat(lines.subList(14, 17)).isEqualTo(written.subList(14, 17));
        }
        assertThat(expand(MANIFEST).get(0).text())
                .contains("  {\"RELEASE\": \"bookworm\", \"CC\": \"gcc\", \"ARCH\": \"amd64\"}\n");
    }

    @Test
    void manifestOfOneCombinationStandsForItself() {
        for (Expanded one : expand(MANIFEST)) {
            Expanded again = expand(one.text()).get(0);

            assertThat(expand(one.text())).hasSize(1);
            assertThat(again.combination()).isEqualTo(one.combination());
            assertThat(again.checked().manifest()).isEqualTo(one.checked().manifest());
            assertThat(new ManifestParser().parse(one.text()).manifest())
                    .isEqualTo(one.checked().manifest());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image: debian\n" + TASKS, "image: debian\nmatrix:\n" + TASKS, "matrix: ~\nimage: x\n" + TASKS})
    void manifestWithoutAMatrixIsItself(String manifest) {
        assertThat(expand(manifest)).singleElement().satisfies(one -> {
            assertThat(one.combination()).isEqualTo(Combination.NONE);
            assertThat(one.text()).isEqualTo(manifest);
            assertThat(one.checked().manifest())
                    .isEqualTo(new ManifestParser().parse(manifest).manifest());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{image: \"${A}\", matrix: {A: [x, y]}, tasks: [{build: make}]}",
                "{image: \"${A}\", matrix: {A: [x,\n  y]}, tasks: [{build: make}]}",
                "  image: ${A}\n  matrix:\n    A: [x, y]\n  tasks:\n    - build: make\n",
                "image: ${A}\ntasks:\n  - build: make\nmatrix:\n  A: [x, y]",
                "image: ${A}\ntasks:\n  - build: make\nmatrix:\n  A:\n  - x\n  - y\n\n\n",
                "image: ${A}\r\nmatrix:\r\n  A: [x, y]\r\ntasks:\r\n  - build: make\r\n",
                "\"matrix\": {A: [x, y]} # both\nimage: ${A}\ntasks:\n  - build: make\n",
                "image: ${A}\nmatrix: &m\n  A: [x, y]\ntasks:\n  - build: make\n",
                "matrix:\n  include:\n    - A: x\n    - A: y\nimage: ${A}\ntasks:\n  - build: make\n",
                "# \ud83d\ude80\nmatrix:\n  A: [x, y, z]\n  exclude: [{A: z}]\nimage: ${A}\ntasks:\n  - build: make\n"
            })
    void matrixMayStandInAnyFormThatYamlHas(String manifest) {
        List<Expanded> expanded = expand(manifest);

        assertThat(expanded)
                .extracting(one -> one.checked().manifest().image().value())
                .containsExactly("x", "y");
        assertThat(expanded).allMatch(one -> one.checked().warnings().isEmpty());
        assertThat(expanded)
                .allMatch(one -> one.text().lines().count() == manifest.lines().count());
    }

    @Property
    void valuesTravelExactly(@ForAll("values") String value) {
        String written = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\u2028", "\\L")
                .replace("\u0085", "\\N")
                .replace("\ufeff", "\\ufeff")
                .replace("\u0007", "\\a");
        String manifest = "image: x\nmatrix: {A: [\"%s\", other-]}\n%s".formatted(written, TASKS);

        Expanded first = expand(manifest).get(0);

        assertThat(first.combination().values()).containsEntry("A", value);
        assertThat(first.checked().manifest().environment()).containsEntry("A", new EnvironmentValue.Text(value));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings()
                .withChars("ab ':#{}[],&*!|>%@`$\"\\\n\u2028\u0085\ufeff\u0007\u00fc")
                .ofMaxLength(12);
    }

    @Test
    void numbersAndFlagsAreAsTheyAreWritten() {
        List<Expanded> expanded = expand("image: x\nmatrix:\n  V: [3.10, 0x1F, True, 1234567, ~]\n" + TASKS);

        assertThat(expanded)
                .extracting(one -> one.combination().values().get("V"))
                .containsExactly("3.10", "0x1F", "true", "1234567", "");
    }

    @Test
    void findingsStandInTheLinesOfTheAuthorAndEachOnce() {
        String wrong = MANIFEST.replace("- build", "- Build") + "taks: x\n";

        List<Finding> findings = refused(wrong);

        assertThat(findings).extracting(Finding::line).containsExactly(16, 18);
        assertThat(findings)
                .extracting(Finding::problem)
                .containsExactly(Problem.TASK_NAME_ILLEGAL, Problem.KEY_UNKNOWN);
    }

    @Test
    void whatIsWrongWithSomeCombinationsIsToldOfThese() {
        List<Finding> findings = refused("image: debian/${R}\nmatrix:\n  R: [sid, 'b c', 'd e']\n" + TASKS);

        assertThat(findings).hasSize(2).allMatch(finding -> finding.line() == 1);
        assertThat(findings.get(0).sentence()).contains("`debian/b c`");
        assertThat(findings.get(1).sentence()).contains("`debian/d e`");
    }

    @Test
    void errorsOfTheMatrixAreToldWithThoseOfTheRest() {
        List<Finding> findings = refused("image: ${A}\nmatrix:\n  A: []\n  B: {c: d}\n  9: [x]\ntasks: []\n");

        assertThat(findings).extracting(Finding::line).containsExactly(3, 4, 5, 6);
        assertThat(findings)
                .extracting(Finding::problem)
                .containsExactly(
                        Problem.VALUE_ILLEGAL, Problem.TYPE_WRONG, Problem.VALUE_ILLEGAL, Problem.TASKS_MISSING);
    }

    @Test
    void moreCombinationsThanAreAllowedAreRefused() {
        String matrix = "image: x\nmatrix:\n  A: [1, 2, 3, 4]\n  B: [1, 2, 3, 4, 5]\n";

        assertThat(refused(matrix + TASKS))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEqualTo(Problem.MATRIX_TOO_LARGE))
                .satisfies(finding -> assertThat(finding.sentence())
                        .isEqualTo("`matrix` stands for 20 jobs; at most 16 are allowed"));
        assertThat(expand(matrix + "  exclude:\n    - A: 1\n" + TASKS)).hasSize(15);
    }

    @Test
    void matrixThatNobodyCouldCountIsRefusedAtOnce() {
        StringBuilder manifest = new StringBuilder("image: x\nmatrix:\n");
        for (int i = 0; i < 300; i++) {
            manifest.append("  V%d: [1, 2, 3, 4, 5, 6, 7, 8, 9]\n".formatted(i));
        }

        assertThat(refused(manifest + TASKS)).extracting(Finding::problem).containsExactly(Problem.MATRIX_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exclude", "include"})
    void longListBesideManyVariablesIsRefusedAtOnce(String list) {
        String manifest = twelveVariables(list, "{V0: 0}", 1_050);

        List<Finding> findings = assertTimeout(SOON, () -> refused(manifest + TASKS));

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEqualTo(Problem.MATRIX_TOO_LARGE))
                .satisfies(
                        finding -> assertThat(finding.sentence()).startsWith("`matrix.%s` has 1050 ".formatted(list)));
    }

    @Test
    void asMuchAsIsAllowedIsExcludedSoon() {
        String manifest = twelveVariables("exclude", "{V1: 1, V2: 1, V11: 3}", 62) + "    - {V0: 1}\n    - {V1: 1}\n";

        List<Finding> findings = assertTimeout(SOON, () -> refused(manifest + TASKS));

        assertThat(findings).hasSize(63);
        assertThat(findings.get(0).sentence()).isEqualTo("`matrix` stands for 1024 jobs; at most 16 are allowed");
        assertThat(findings.subList(1, 63))
                .allMatch(finding -> finding.sentence().contains("excludes nothing"));
    }

    private static String twelveVariables(String list, String item, int items) {
        StringBuilder manifest = new StringBuilder("image: x\nmatrix:\n");
        for (int i = 0; i < 12; i++) {
            manifest.append("  V%d: [0, 1]\n".formatted(i));
        }
        manifest.append("  %s:\n".formatted(list));
        manifest.append("    - %s\n".formatted(item).repeat(items));
        return manifest.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matrix: {}",
                "matrix: {A: [x], exclude: [{A: x}]}",
                "matrix: {A: [x], exclude: [{B: x}]}",
                "matrix: {A: [x, x]}",
                "matrix: {A: []}",
                "matrix: {A: [[x]]}",
                "matrix: {A: {b: c}}",
                "matrix: {'A-B': [x]}",
                "matrix: {UID: [x]}",
                "matrix: {A: [x], include: [{}]}",
                "matrix: {A: [x], include: {A: y}}",
                "matrix: {A: [x], exclude: [x]}",
                "matrix: {include: [{A: [x]}]}",
                "matrix: [x]",
                "matrix: x",
                "matrix: !!set {A: [x]}",
                "environment: {A: b}\nmatrix: {A: [x]}",
                "matrix: {A: [x]}\nmatrix: {A: [y]}",
                "submitter: {x: &m {A: [x]}}\nmatrix: *m",
                "matrix: {A: [&a x]}\npackages: [*a]"
            })
    void matrixThatMakesNoSenseIsRefused(String matrix) {
        assertThat(refused("image: debian\n" + matrix + "\n" + TASKS))
                .as(matrix)
                .anyMatch(Finding::isError)
                .allMatch(finding -> finding.line() >= 2);
    }

    @Test
    void whatExcludesNothingIsAWarning() {
        Expansion expansion = SIXTEEN.expand("image: x\nmatrix:\n  A: [1, 2]\n  exclude:\n    - A: 3\n" + TASKS);

        assertThat(expansion.manifests()).hasSize(2);
        assertThat(expansion.warnings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line()).isEqualTo(5))
                .satisfies(finding -> assertThat(finding.sentence()).contains("excludes nothing"));
    }

    @Test
    void variableThatTheMatrixDoesNotHaveIsRefusedWhereItStands() {
        List<Finding> findings = refused("matrix:\n  A: [x, y]\nimage: debian/${B}\narch: ${C}\n" + TASKS);

        assertThat(findings).extracting(Finding::line).containsExactly(3, 3, 4, 4);
        assertThat(findings).allMatch(finding -> finding.problem() == Problem.MATRIX_VARIABLE_UNKNOWN);
        assertThat(findings.get(0).sentence())
                .isEqualTo("`image` names `B`, which this combination of the matrix does not have: A=x");
    }

    @Test
    void manifestOfManyCombinationsIsNoJobsOwn() {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> new ManifestParser().parse(MANIFEST))
                .withMessageContaining("`matrix` stands for 4 jobs");
    }

    @Test
    void textThatIsTooLongWithACombinationIsRefused() {
        String manifest = "image: x\nmatrix: {A: a}\n" + TASKS;
        String full = manifest + "#".repeat(ManifestParser.LIMIT_BYTES - 1 - manifest.length());

        assertThat(refused(full)).extracting(Finding::problem).contains(Problem.MANIFEST_TOO_LARGE);
    }

    private static List<Expanded> expand(String manifest) {
        return SIXTEEN.expand(manifest).manifests();
    }

    private static List<Finding> refused(String manifest) {
        List<Finding> findings = new ArrayList<>();
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> expand(manifest))
                .satisfies(e -> findings.addAll(e.findings()));
        return findings;
    }
}
