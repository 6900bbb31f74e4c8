// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static io.slipway.manifest.Checked.errorWith;
import static io.slipway.manifest.Checked.place;
import static io.slipway.manifest.Checked.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.cache.CacheName;
import io.slipway.error.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that say what is kept of a guest: {@code artifacts}, {@code reports}, {@code caches}. */
class KeptKeysTest {
    private static final ManifestParser OF_TWO = new ManifestParser().withMostArtifacts(2);

    @Test
    void theSameArtifactTwiceIsADuplicate() {
        Finding finding = errorWith("artifacts: [a/*.tar, a/*.tar]\n");

        assertThat(finding.problem()).isEqualTo(Problem.ARTIFACT_DUPLICATE);
        assertThat(place(finding)).isEqualTo("4:22 artifacts[1]");
        assertThat(finding.sentence()).isEqualTo("Duplicate artifact `a/*.tar`; `artifacts[0]` is the same");
    }

    /** Defect 16 of the original: its two validators disagreed about artifacts of one file name. One parser reads them everywhere, and takes both. */
    @Test
    void artifactsOfOneFileNameAreTakenByEveryValidator() {
        String yaml = HEAD + TASKS + "artifacts: [a/x.tar, b/x.tar]\n";

        assertThat(new ManifestParser().parse(yaml).manifest().artifacts()).containsExactly("a/x.tar", "b/x.tar");
        assertThat(OF_TWO.parse(yaml).manifest().artifacts()).containsExactly("a/x.tar", "b/x.tar");
    }

    /** Defect 16 of the original: one of its validators took task names of more than 128 characters. */
    @Test
    void taskNamesHaveOneLimitInEveryValidator() {
        String longest = HEAD + "tasks: [{%s: x}]\n".formatted("x".repeat(128));
        String longer = HEAD + "tasks: [{%s: x}]\n".formatted("x".repeat(129));

        for (ManifestParser parser : List.of(new ManifestParser(), OF_TWO)) {
            assertThat(parser.parse(longest).manifest().tasks()).hasSize(1);
            assertThat(findings(parser, longer))
                    .extracting(Finding::problem)
                    .containsExactly(Problem.TASK_NAME_ILLEGAL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "..", "a/..", ".", "///"})
    void anArtifactMustNameAFile(String path) {
        assertThat(errorWith("artifacts: ['%s']\n".formatted(path)).problem()).isEqualTo(Problem.VALUE_ILLEGAL);
        assertThat(errorWith("reports: ['%s']\n".formatted(path)).problem()).isEqualTo(Problem.VALUE_ILLEGAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.tar.gz",
                "dist/**",
                "dist/*/",
                "[ab]?.txt",
                "/var/log/*.log",
                "-x",
                "it's a \\ b",
                "~x",
                "dist/"
            })
    void pathsAndPatternsAreTaken(String entry) {
        assertThat(with("artifacts: [%s]\n"
                                .formatted(
                                        entry.startsWith("[")
                                                ? "'" + entry + "'"
                                                : '"' + entry.replace("\\", "\\\\") + '"'))
                        .artifacts())
                .containsExactly(entry);
    }

    @Test
    void aPathBelowTheTildeIsRefusedWithWhatToWrite() {
        assertThat(errorWith("artifacts: ['~/out/a.tar']\n").sentence())
                .isEqualTo("Artifact `~/out/a.tar`: paths begin at the home folder; write `out/a.tar`");
    }

    /** Defect 13 of the original: of more than eight artifacts none was kept, and the job succeeded. */
    @Test
    void moreArtifactsThanAreAllowedAreAnErrorAtSubmit() {
        String three = HEAD + TASKS + "artifacts: [%s]\n".formatted(numbered(3));

        assertThat(findings(OF_TWO, three)).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.ARTIFACTS_TOO_MANY);
            assertThat(place(finding)).isEqualTo("4:21 artifacts[2]");
            assertThat(finding.sentence()).isEqualTo("`artifacts` names 3 paths; at most 2 are allowed");
        });
        assertThat(new ManifestParser().parse(three).manifest().artifacts()).hasSize(3);
        assertThat(findings(OF_TWO, HEAD + TASKS + "reports: [%s]\n".formatted(numbered(3))))
                .extracting(Finding::path)
                .containsExactly("reports[2]");
    }

    private static String numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i).collect(Collectors.joining(", "));
    }

    private static List<Finding> findings(ManifestParser parser, String yaml) {
        return catchThrowableOfType(ManifestException.class, () -> parser.parse(yaml))
                .findings();
    }

    @Test
    void cachesAreNamesWithPaths() {
        assertThat(with("caches: {maven: [.m2/repository, a b/], Go_1.2: [go]}\n")
                        .caches()
                        .toString())
                .isEqualTo("{maven=[.m2/repository, a b/], Go_1.2=[go]}");
        assertThat(with("caches:\n").caches()).isEmpty();
        assertThat(with("caches: {a: [x]}\n").caches()).containsOnlyKeys(new CacheName("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a]", "text", "{a: x}", "{a: {b: c}}", "{a: }", "{a: [1]}"})
    void cachesOfAnotherTypeAreRefused(String caches) {
        assertThat(errorWith("caches: %s\n".formatted(caches)).problem()).isEqualTo(Problem.TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {".hidden", "a/b", "..", "a b", "-x", "ä", "\"\"", "\"a\\nb\""})
    void aNameThatIsNoneOfACacheIsIllegal(String name) {
        Finding finding = errorWith("caches:\n  %s: [x]\n".formatted(name));

        assertThat(finding.problem()).isEqualTo(Problem.VALUE_ILLEGAL);
        assertThat(finding.line()).isEqualTo(5);
        assertThat(finding.sentence()).contains("letters, digits, `_`, `.` and `-` are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "~/x", "~x", ".", "..", "a/../../b", "./a", "a/./b", "/", "//"})
    void aPathOfACacheStaysBelowTheHomeFolder(String path) {
        Finding finding = errorWith("caches: {a: [x, '%s']}\n".formatted(path));

        assertThat(finding.problem()).isEqualTo(Problem.VALUE_ILLEGAL);
        assertThat(finding.path()).isEqualTo("caches.a[1]");
    }

    @Test
    void cachesHaveLimits() {
        String many = IntStream.range(0, 9).mapToObj("c%d: [x]"::formatted).collect(Collectors.joining(", "));

        assertThat(errorWith("caches: {%s}\n".formatted(many)).sentence())
                .isEqualTo("`caches` has 9 caches; at most 8 are allowed");
        assertThat(errorWith("caches: {a: []}\n").sentence()).isEqualTo("`caches.a` has 0 paths; 1 to 16 are allowed");
        assertThat(errorWith("caches: {a: [%s]}\n".formatted(numbered(17))).problem())
                .isEqualTo(Problem.VALUE_ILLEGAL);
    }
}
