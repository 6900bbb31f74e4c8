// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static io.slipway.manifest.Checked.error;
import static io.slipway.manifest.Checked.errorWith;
import static io.slipway.manifest.Checked.errors;
import static io.slipway.manifest.Checked.findings;
import static io.slipway.manifest.Checked.manifest;
import static io.slipway.manifest.Checked.place;
import static io.slipway.manifest.Checked.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cache.CacheName;
import io.slipway.error.Problem;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.manifest.EnvironmentValue.Items;
import io.slipway.manifest.EnvironmentValue.Text;
import io.slipway.task.Task;
import io.slipway.task.TaskName;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.TriggerCondition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {
    private static final String EVERYTHING = """
            image: alpine/edge
            arch: x86_64
            packages: [meson, 'scdoc']
            repositories:
              extra: https://example.org/alpine key.pub
            sources:
            - https://example.org/~mira/one
            - two::hg+https://example.org/~mira/other#v1
            environment:
              TEXT: "a: b"
              NUMBER: 1234567
              LIST: [x, 2, true, ~, "q \\" q"]
            secrets:
            - 6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d
            - deploy key
            tasks:
            - setup: |
                cd one
                ./configure
            - build: make -C one
            triggers:
            - {action: email, condition: failure, to: Mira <mira@example.org>, cc: x@example.org, in_reply_to: <1@example.org>}
            - {action: webhook, condition: always, url: https://example.org/hook}
            shell: true
            artifacts: [one/a.tar.gz, /home/build/b]
            oauth: git.sr.ht/REPOSITORIES:RW  pages.sr.ht/PAGES
            submitter:
              git.sr.ht:
                enabled: false
                allow-refs: [refs/heads/main, 'refs/tags/*']
              hub.sr.ht:
            reports: ['one/**/TEST-*.xml']
            caches:
              maven: [.m2/repository]
              "1": [a, b c/d/]
            """;

    @Test
    void everyKeyIsRead() {
        CheckedManifest checked = new ManifestParser().parse(EVERYTHING);

        assertThat(checked.warnings()).isEmpty();
        assertThat(checked.manifest())
                .isEqualTo(new Manifest(
                        new ImageName("alpine/edge"),
                        new Arch("x86_64"),
                        List.of("meson", "scdoc"),
                        Map.of("extra", "https://example.org/alpine key.pub"),
                        List.of(
                                new Source(Source.Scm.GIT, "https://example.org/~mira/one", "one", ""),
                                new Source(Source.Scm.HG, "https://example.org/~mira/other", "two", "v1")),
                        Map.of(
                                "TEXT", new Text("a: b"),
                                "NUMBER", new Text("1234567"),
                                "LIST", new Items(List.of("x", "2", "true", "", "q \" q"))),
                        List.of("6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d", "deploy key"),
                        List.of(
                                new Task(new TaskName("setup"), "cd one\n./configure"),
                                new Task(new TaskName("build"), "make -C one")),
                        List.of(
                                new Trigger.EmailTrigger(
                                        TriggerCondition.FAILURE,
                                        "Mira <mira@example.org>",
                                        "x@example.org",
                                        "<1@example.org>"),
                                new Trigger.WebhookTrigger(TriggerCondition.ALWAYS, "https://example.org/hook")),
                        true,
                        List.of("one/a.tar.gz", "/home/build/b"),
                        "git.sr.ht/REPOSITORIES:RW pages.sr.ht/PAGES",
                        Map.of("git.sr.ht", new Submitter(false, List.of("refs/heads/main", "refs/tags/*"))),
                        List.of("one/**/TEST-*.xml"),
                        Map.of(
                                new CacheName("maven"),
                                List.of(".m2/repository"),
                                new CacheName("1"),
                                List.of("a", "b c/d/"))));
    }

    @Test
    void everyOptionalKeyMayBeNull() {
        StringBuilder yaml = new StringBuilder(HEAD + TASKS);
        ManifestReader.KEYS.stream()
                .filter(key -> !key.equals("image") && !key.equals("tasks"))
                .forEach(key -> yaml.append(key).append(": null\n"));

        assertThat(manifest(yaml.toString())).isEqualTo(manifest(HEAD + TASKS));
        assertThat(new ManifestParser().parse(yaml.toString()).warnings()).isEmpty();
    }

    /** Defect 17 of the original: its two readers of manifests drifted apart, and neither knew the key {@code submitter} that submitters read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "submitter:\n",
                "submitter: {}\n",
                "submitter: {git.sr.ht: ~, hub.sr.ht: {}}\n",
                "submitter: {git.sr.ht: {enabled: true, allow-refs: ['refs/heads/*', refs/tags/v1]}, hub.sr.ht: {enabled: false}}\n",
                "submitter: {git.sr.ht: {enabled: ~, allow-refs: ~}}\n",
                "submitter: {git.sr.ht: {allow-refs: []}, lists.example.org: {enabled: no}}\n",
                // As the original's own library writes a manifest that names an image and a task.
                "arch: null\nartifacts: null\nenvironment: null\noauth: null\npackages: null\nrepositories: null\n"
                        + "secrets: null\nshell: false\nsources: null\ntriggers: null\n",
            })
    void whatSubmittersWriteIsTakenByTheOneReaderWithoutAWord(String keys) {
        assertThat(new ManifestParser().parse(HEAD + TASKS + keys).warnings()).isEmpty();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Manifest manifest = manifest(HEAD + TASKS);

        assertThat(manifest.arch()).isEqualTo(Arch.DEFAULT);
        assertThat(manifest.shell()).isFalse();
        assertThat(manifest.oauth()).isEmpty();
        assertThat(manifest.submitter()).isEmpty();
    }

    @Test
    void allErrorsAreFoundInTheOrderOfLines() {
        String yaml = """
                arch: [x]
                packages: jq
                tasks:
                - Bad Name: x
                - ok: 3
                - {a: b, c: d}
                shell: maybe
                environment: {1A: x}
                """;

        assertThat(findings(yaml).stream().map(Checked::place))
                .containsExactly(
                        "0:0 image",
                        "1:7 arch",
                        "2:11 packages",
                        "4:3 tasks[0][\"Bad Name\"]",
                        "5:7 tasks[1].ok",
                        "6:3 tasks[2]",
                        "7:8 shell",
                        "8:15 environment.1A");
    }

    @Test
    void warningsComeWithTheManifestAndWithTheErrors() {
        assertThat(new ManifestParser().parse(HEAD + TASKS + "enviroment: {}\n").warnings())
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.severity()).isEqualTo(Finding.Severity.WARNING);
                    assertThat(warning.problem()).isEqualTo(Problem.KEY_UNKNOWN);
                    assertThat(warning.sentence())
                            .isEqualTo("Key `enviroment` is not known and is ignored; did you mean `environment`?");
                    assertThat(place(warning)).isEqualTo("4:1 enviroment");
                });
        assertThat(findings(HEAD + "taks:\n- a: b\n").stream().map(Finding::problem))
                .containsExactly(Problem.TASKS_MISSING, Problem.KEY_UNKNOWN);
    }

    @Test
    void aKeyLikeNoOtherGetsNoHint() {
        assertThat(new ManifestParser()
                        .parse(HEAD + TASKS + "wholly-different: 1\n")
                        .warnings())
                .extracting(Finding::sentence)
                .containsExactly("Key `wholly-different` is not known and is ignored");
    }

    @Test
    void aKeyThatStandsTwiceIsAnError() {
        Finding finding = error(HEAD + TASKS + "image: debian/trixie\n");

        assertThat(finding.problem()).isEqualTo(Problem.KEY_DUPLICATE);
        assertThat(finding.sentence()).isEqualTo("Key `image` stands here a second time; the first is in line 1");
        assertThat(place(finding)).isEqualTo("4:1 image");
        assertThat(errorWith("environment:\n  A: 1\n  A: 2\n").problem()).isEqualTo(Problem.KEY_DUPLICATE);
    }

    @Test
    void aKeyMustBeText() {
        assertThat(errorWith("? [a, b]\n: c\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorWith("environment:\n  ? {a: b}\n  : c\n").sentence())
                .isEqualTo("Expected a key of `environment` to be text; found a list or a mapping");
    }

    @Test
    void tagsAreRefused() {
        for (String value :
                List.of("!!python/object:os.system x", "!!binary aGk=", "!own x", "!!set {a}", "!own [a]")) {
            assertThat(errors(TASKS + "image: " + value + "\n"))
                    .isNotEmpty()
                    .allSatisfy(finding ->
                            assertThat(finding.problem()).isIn(Problem.TYPE_WRONG, Problem.MANIFEST_NOT_YAML));
        }
        assertThat(errorWith("packages: !own [a]\n").sentence())
                .isEqualTo("`packages` has tag `!own`; no tags are needed in a manifest");
        assertThat(errorWith("environment: !!omap {A: b}\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorWith("environment: {A: !own b}\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorWith("shell: !own true\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(with("packages: !!seq [!!str 12]\n").packages()).containsExactly("12");
    }

    @Test
    void aliasesAndMergesWork() {
        Manifest manifest = with("""
                packages: &list [a, b]
                artifacts: *list
                environment:
                  <<: [{A: one, B: one}, {B: two, C: two}]
                  A: own
                """);

        assertThat(manifest.artifacts()).containsExactly("a", "b");
        assertThat(manifest.environment())
                .isEqualTo(Map.of("A", new Text("own"), "B", new Text("one"), "C", new Text("two")));
        assertThat(errorWith("environment: {<<: x}\n").problem()).isEqualTo(Problem.TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "yes", "on"})
    void shellTakesEveryWordForTrue(String word) {
        assertThat(with("shell: " + word + "\n").shell()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "no", "OFF"})
    void shellTakesEveryWordForFalse(String word) {
        assertThat(with("shell: " + word + "\n").shell()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"true\"", "[]", "y", "maybe"})
    void shellTakesNothingElse(String value) {
        Finding finding = errorWith("shell: " + value + "\n");

        assertThat(finding.problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(finding.sentence()).startsWith("Expected `shell` to be `true` or `false`; found ");
    }

    @Test
    void longValuesAreCutInSentences() {
        Finding finding = error("image: " + "a".repeat(300) + "\n" + TASKS);

        assertThat(finding.sentence()).contains("`" + "a".repeat(60) + "…`").hasSizeLessThan(250);
    }
}
