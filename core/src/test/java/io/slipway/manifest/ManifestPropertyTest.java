// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.manifest.EnvironmentValue.Items;
import io.slipway.manifest.EnvironmentValue.Text;
import io.slipway.task.Task;
import io.slipway.task.TaskName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for every text and for every manifest, with samples that jqwik makes up. */
class ManifestPropertyTest {
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

    private final ManifestParser parser = new ManifestParser();

    @Property(tries = 1000)
    void anyTextIsTakenOrRefusedWithFindings(@ForAll("texts") String text) {
        requireAnswer(text);
    }

    @Property(tries = 3000)
    void anyManifestWithAFaultIsTakenOrRefusedWithFindings(@ForAll("faulty") String text) {
        requireAnswer(text);
    }

    @Property(tries = 500)
    void anyBytesAreTakenOrRefusedWithFindings(@ForAll @Size(max = 300) byte[] bytes) {
        try {
            parser.parse(bytes);
        } catch (ManifestException e) {
            requirePlaces(new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    @Property(tries = 300)
    void aManifestThatWasWrittenIsReadAsItWas(
            @ForAll("scripts") Map<String, String> scripts,
            @ForAll("environments") Map<String, List<String>> environment) {
        StringBuilder yaml = new StringBuilder("image: debian/bookworm\nenvironment:\n");
        Map<String, EnvironmentValue> expected = new LinkedHashMap<>();
        environment.forEach((name, values) -> {
            boolean one = values.size() == 1;
            String list = values.stream().map(ManifestPropertyTest::quoted).collect(Collectors.joining(", ", "[", "]"));
            yaml.append("  %s: %s\n".formatted(name, one ? quoted(values.get(0)) : list));
            expected.put(name, one ? new Text(values.get(0)) : new Items(values));
        });
        yaml.append("tasks:\n");
        List<Task> tasks = new ArrayList<>();
        scripts.forEach((name, script) -> {
            yaml.append("- \"%s\": %s\n".formatted(name, quoted(script)));
            tasks.add(new Task(new TaskName(name), script.strip()));
        });

        Manifest manifest = parser.parse(yaml.toString()).manifest();

        assertThat(manifest.tasks()).isEqualTo(tasks);
        assertThat(manifest.environment()).isEqualTo(expected);
    }

    @Property(tries = 300)
    void plainWordsComeBackAsTheyAreWritten(@ForAll("words") String word) {
        Manifest manifest = parser.parse("image: a\ntasks: [{a: b}]\nenvironment:\n  A: " + word + "\n")
                .manifest();

        assertThat(manifest.environment()).isEqualTo(Map.of("A", new Text(word)));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> fragments = Arbitraries.of(
                "image",
                "tasks",
                "environment",
                ": ",
                ":",
                "- ",
                "\n",
                "\n  ",
                "\t",
                "[",
                "]",
                "{",
                "}",
                ",",
                "&a ",
                "*a",
                "<<: ",
                "!!",
                "!x ",
                "|",
                ">",
                "\"",
                "'",
                "#",
                "---",
                "...",
                "%",
                "@",
                "?",
                "~",
                "null",
                "true",
                "1",
                "x",
                "ä");
        Arbitrary<String> yamlish = fragments.list().ofMaxSize(40).map(parts -> String.join("", parts));
        return Arbitraries.oneOf(yamlish, Arbitraries.strings().ofMaxLength(200));
    }

    /** The whole manifest with a piece cut out and another put in. */
    @Provide
    Arbitrary<String> faulty() {
        Arbitrary<Integer> from = Arbitraries.integers().between(0, WHOLE.length());
        Arbitrary<Integer> length = Arbitraries.integers().between(0, 12);
        return Combinators.combine(from, length, texts()).as((begin, cut, text) -> {
            int end = Math.min(WHOLE.length(), begin + cut);
            String put = text.length() > 12 ? text.substring(0, 12) : text;
            return WHOLE.substring(0, begin) + put + WHOLE.substring(end);
        });
    }

    @Provide
    Arbitrary<Map<String, String>> scripts() {
        Arbitrary<String> names =
                Arbitraries.strings().withChars("abcz0189_-").ofMinLength(1).ofMaxLength(128);
        return Arbitraries.maps(names, values()).ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<Map<String, List<String>>> environments() {
        Arbitrary<String> names =
                Arbitraries.strings().withChars("ABCxyz_").ofMinLength(1).ofMaxLength(12);
        return Arbitraries.maps(names, values().list().ofMaxSize(3)).ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .withChars("abcXYZ019._+e-")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(word -> {
                    String lower = word.toLowerCase(java.util.Locale.ROOT);
                    return !word.startsWith("-")
                            && !List.of("true", "false", "null").contains(lower);
                });
    }

    private Arbitrary<String> values() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("\n\täöü€\u0001\u007f\u0085\u2028\uFEFF")
                .ofMaxLength(60);
    }

    private void requireAnswer(String text) {
        try {
            assertThat(parser.parse(text).warnings()).noneMatch(Finding::isError);
        } catch (ManifestException e) {
            requirePlaces(text, e);
        }
    }

    private static void requirePlaces(String text, ManifestException e) {
        long lines = text.split("\r\n|\r|\n", -1).length;
        assertThat(e.findings()).anyMatch(Finding::isError).allSatisfy(finding -> {
            assertThat(finding.sentence()).isNotBlank().doesNotContain("\n");
            assertThat((long) finding.line()).isBetween(0L, lines);
            assertThat(finding.column() == 0).isEqualTo(finding.line() == 0);
        });
    }

    /** A double-quoted scalar of YAML. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
            } else {
                quoted.append("\\u%04x".formatted(c));
            }
        });
        return quoted.append('"').toString();
    }
}
