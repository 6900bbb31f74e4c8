// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever text there is, it is taken, or refused with findings that point into it, and soon. The seed is fixed; another one finds
 * other texts.
 */
class ManifestPropertyTest {
    private static final String SEED = "20261123";

    /** Far more than a machine with other work to do needs; a text of the greatest length takes a tenth. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final String WHOLE = """
            image: debian/bookworm
            arch: amd64
            packages: [jq, "curl"]
            repositories: {extra: 'deb https://example.org stable'}
            sources:
            - own::git+https://example.org/~mira/repo.git#main
            environment: &env
              A: 1
              B: [x, true, ~]
            secrets: [deploy-key]
            tasks:
            - one: |
                echo one
            - two: >-
                echo two
            triggers:
            - {action: email, condition: always, to: a@b.example}
            shell: false
            artifacts: [a.txt]
            oauth: git.sr.ht/REPOSITORIES:RW
            submitter: {git.sr.ht: {enabled: true, allow-refs: [main]}}
            """;

    private static final List<String> FRAGMENTS = List.of(
            "image",
            "tasks",
            "environment",
            "submitter",
            ": ",
            ":",
            "- ",
            "\n",
            "\n  ",
            "\r\n",
            "\r",
            "\t",
            " ",
            "[",
            "]",
            "[]",
            "{",
            "}",
            "{}",
            ",",
            "&a ",
            "*a",
            "*a,",
            "<<: ",
            "!!",
            "!x ",
            "!!binary ",
            "!<",
            "%ff",
            "|",
            "|2-",
            ">",
            "\"",
            "\\",
            "\\U",
            "8000",
            "\\x",
            "'",
            "#",
            "---",
            "...",
            "%",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "@",
            "`",
            "?",
            "? ",
            "~",
            "null",
            "true",
            "1",
            "x",
            "a,",
            "a: b,",
            "ä",
            "🚀",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\ud83d");

    private final ManifestParser parser = new ManifestParser();

    @Property(tries = 2000, seed = SEED)
    void anyTextIsTakenOrRefusedWithFindings(@ForAll("texts") String text) {
        requireAnswer(text);
    }

    @Property(tries = 3000, seed = SEED)
    void anyManifestWithFaultsIsTakenOrRefusedWithFindings(@ForAll("faulty") String text) {
        requireAnswer(text);
    }

    @Property(tries = 500, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void anyGeneratedManifestWithFaultsIsTakenOrRefusedWithFindings(@ForAll("faultyGenerated") String text) {
        requireAnswer(text);
    }

    @Property(tries = 300, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void anyLongTextIsTakenOrRefusedWithFindingsSoon(@ForAll("longTexts") String text) {
        requireAnswer(text);
    }

    @Property(tries = 500, seed = SEED)
    void anyBytesAreTakenOrRefusedWithFindings(@ForAll @Size(max = 300) byte[] bytes) {
        requireAnswer(new String(bytes, StandardCharsets.UTF_8), () -> parser.parse(bytes));
    }

    @Property(tries = 500, seed = SEED)
    void aManifestWithBrokenBytesIsRefusedWhereTheyStand(
            @ForAll @IntRange(max = 400) int at, @ForAll @IntRange(min = 0x80, max = 0xFF) int broken) {
        byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
        bytes[at] = (byte) broken;

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> parser.parse(bytes))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.MANIFEST_NOT_TEXT))
                .satisfies(e -> requirePlaces(new String(bytes, StandardCharsets.UTF_8), e.findings()))
                .satisfies(e -> assertThat(e.findings().get(0).line())
                        .isEqualTo(WHOLE.substring(0, at).split("\n", -1).length));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> yamlish = fragments().list().ofMaxSize(40).map(parts -> String.join("", parts));
        return Arbitraries.oneOf(yamlish, Arbitraries.strings().ofMaxLength(200));
    }

    /** One beginning, and one piece again and again behind it, to the limit and beyond. */
    @Provide
    Arbitrary<String> longTexts() {
        Arbitrary<String> beginnings = Arbitraries.of(
                "",
                "[",
                "tasks: [",
                "sources:\n",
                "triggers: [",
                "environment: {A: &a [",
                "environment:\n  A: &a {",
                "submitter: {a: {allow-refs: &a [",
                "oauth: ",
                "image: \"");
        Arbitrary<String> pieces = fragments().list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
        Arbitrary<Integer> lengths = Arbitraries.integers().between(1_000, 20_000);
        return Combinators.combine(beginnings, pieces, lengths)
                .as((beginning, piece, length) -> beginning + piece.repeat(length / piece.length()));
    }

    @Provide
    Arbitrary<String> faulty() {
        return withFaults(Arbitraries.just(WHOLE));
    }

    @Provide
    Arbitrary<String> faultyGenerated() {
        return withFaults(WrittenManifest.any().map(WrittenManifest::yaml));
    }

    /** Up to three faults: a piece cut out and another put in, or a line that stands elsewhere too, or is indented otherwise. */
    private Arbitrary<String> withFaults(Arbitrary<String> manifests) {
        Arbitrary<Double> places = Arbitraries.doubles().between(0, 1);
        Arbitrary<UnaryOperator<String>> put = Combinators.combine(
                        places, Arbitraries.integers().between(0, 12), texts())
                .as((place, cut, text) -> manifest -> {
                    int begin = (int) (place * manifest.length());
                    int end = Math.min(manifest.length(), begin + cut);
                    String piece = text.length() > 12 ? text.substring(0, 12) : text;
                    return manifest.substring(0, begin) + piece + manifest.substring(end);
                });
        Arbitrary<UnaryOperator<String>> lines = Combinators.combine(
                        places, places, Arbitraries.of("", " ", "  ", "- ", "\t", "#"))
                .as((from, to, indent) -> manifest -> {
                    List<String> all = new ArrayList<>(List.of(manifest.split("\n", -1)));
                    String line = all.get((int) (from * (all.size() - 1)));
                    all.add((int) (to * all.size()), indent + line);
                    return String.join("\n", all);
                });
        Arbitrary<List<UnaryOperator<String>>> faults =
                Arbitraries.oneOf(put, lines).list().ofMinSize(1).ofMaxSize(3);
        return Combinators.combine(manifests, faults).as((manifest, edits) -> {
            String faulty = manifest;
            for (UnaryOperator<String> edit : edits) {
                faulty = edit.apply(faulty);
            }
            return faulty;
        });
    }

    private static Arbitrary<String> fragments() {
        return Arbitraries.of(FRAGMENTS);
    }

    private void requireAnswer(String text) {
        requireAnswer(text, () -> parser.parse(text));
        requireAnswer(text, () -> new ManifestParser().parse(text));
    }

    private static void requireAnswer(String text, Supplier<CheckedManifest> parse) {
        long begin = System.nanoTime();
        try {
            List<Finding> warnings = parse.get().warnings();
            assertThat(warnings).noneMatch(Finding::isError);
            requirePlaces(text, warnings);
        } catch (ManifestException e) {
            assertThat(e.findings()).anyMatch(Finding::isError);
            requirePlaces(text, e.findings());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }

    private static void requirePlaces(String text, List<Finding> findings) {
        String shown = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String[] lines = shown.split("\r\n|\r|\n", -1);
        assertThat(findings).hasSizeLessThanOrEqualTo(Findings.MOST + 1).allSatisfy(finding -> {
            assertThat(finding.sentence()).isNotBlank();
            assertThat(finding.sentence() + finding.path()).doesNotContainPattern("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");
            if (finding.line() == 0) {
                assertThat(finding.column()).isZero();
            } else {
                assertThat(finding.line()).isBetween(1, lines.length);
                String line = lines[finding.line() - 1];
                assertThat(finding.column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
            }
        });
    }
}
