// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static io.slipway.manifest.Checked.error;
import static io.slipway.manifest.Checked.errorWith;
import static io.slipway.manifest.Checked.errors;
import static io.slipway.manifest.Checked.errorsWith;
import static io.slipway.manifest.Checked.manifest;
import static io.slipway.manifest.Checked.place;
import static io.slipway.manifest.Checked.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.manifest.EnvironmentValue.Items;
import io.slipway.manifest.EnvironmentValue.Text;
import io.slipway.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"../etc", "/etc", "a//b", "debian/../x", "a b", "-x", ".hidden", "a/", "\"a\\nb\"", "\"\""})
    void anImageThatIsNoNameIsIllegal(String image) {
        assertThat(error("image: " + image + "\n" + TASKS).problem()).isEqualTo(Problem.VALUE_ILLEGAL);
    }

    @ParameterizedTest
    @CsvSource({"12, a whole number", "1.5, a number", "[a], a list", "{a: b}, a mapping", "true, `true` or `false`"})
    void anImageThatIsNotTextHasTheWrongType(String image, String found) {
        Finding finding = error("image: " + image + "\n" + TASKS);

        assertThat(finding.problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(finding.sentence()).startsWith("Expected `image` to be text; found " + found);
        assertThat(place(finding)).isEqualTo("1:8 image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image:\n", "image: ~\n"})
    void anImageIsNeeded(String image) {
        assertThat(error(image + TASKS).problem()).isEqualTo(Problem.KEY_MISSING);
        assertThat(error(image + TASKS).sentence()).startsWith("Missing image in manifest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86 64", "a/b", "../x", "-m"})
    void anArchThatIsNoNameIsIllegal(String arch) {
        assertThat(errorWith("arch: " + arch + "\n").problem()).isEqualTo(Problem.VALUE_ILLEGAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"packages", "sources", "secrets", "artifacts", "reports"})
    void listsTakeStringsOnly(String key) {
        assertThat(errorWith(key + ": text\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorWith(key + ": {a: b}\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorsWith(key + ": [good, 12, [x], ~, ' ', \"a\\nb\", \"a\\0b\"]\n").stream()
                        .map(Checked::place))
                .hasSize(6)
                .allMatch(place -> place.matches("4:\\d+ " + key + "\\[[1-6]]"));
    }

    @Test
    void anErrorInAListNamesTheItem() {
        Finding finding = errorWith("packages:\n- jq\n- 12\n");

        assertThat(place(finding)).isEqualTo("6:3 packages[1]");
        assertThat(finding.sentence())
                .isEqualTo("Expected `packages[1]` to be text; found a whole number; put it in quotes");
    }

    @Test
    void wordsThatOldYamlTakesForOtherTypesAreText() {
        assertThat(with("packages: [yes, on, 12:30, 2026-11-23, 0b11, 1_000, 3.11.4, =]\n")
                        .packages())
                .containsExactly("yes", "on", "12:30", "2026-11-23", "0b11", "1_000", "3.11.4", "=");
    }

    @Test
    void repositoriesAreAMappingOfStringsInOrder() {
        assertThat(with("repositories: {b: x, a: y z}\n").repositories().toString())
                .isEqualTo("{b=x, a=y z}");
        assertThat(errorWith("repositories: [a]\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(place(errorWith("repositories:\n  a: 12\n"))).isEqualTo("5:6 repositories.a");
        assertThat(errorWith("repositories: {a: }\n").problem()).isEqualTo(Problem.TYPE_WRONG);
    }

    @Test
    void sourcesThatShareAFolderAreIllegal() {
        Finding finding = errorWith("sources:\n- https://a.example/x\n- https://b.example/x.git\n");

        assertThat(place(finding)).isEqualTo("6:3 sources[1]");
        assertThat(finding.sentence()).contains("would be cloned into `x`, where `sources[0]` is");
    }

    @Test
    void aSourceThatCannotBeReadNamesTheReason() {
        assertThat(errorWith("sources: [svn+https://a.example/x]\n").sentence())
                .isEqualTo("Source `svn+https://a.example/x`: Unknown scm: `svn`; `git` and `hg` are allowed");
    }

    @Test
    void environmentKeepsTheExactText() {
        Manifest manifest = with("""
                environment:
                  INT: 1234567
                  BIG: 123456789012345678901234567890
                  OCTAL: 0o17
                  OLD_OCTAL: 0017
                  HEX: 0xFF
                  FLOAT: 1.10
                  EXP: 1e3
                  INF: .inf
                  TRUE: True
                  FALSE: FALSE
                  YES: yes
                  NULL_: null
                  TILDE: ~
                  EMPTY:
                  DATE: 2026-11-23
                  QUOTED: "007"
                  LINES: |
                    a
                    b
                  TAB: "a\\tb"
                """);

        assertThat(manifest.environment().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + ((Text) entry.getValue()).text()))
                .containsExactly(
                        "INT=1234567",
                        "BIG=123456789012345678901234567890",
                        "OCTAL=0o17",
                        "OLD_OCTAL=0017",
                        "HEX=0xFF",
                        "FLOAT=1.10",
                        "EXP=1e3",
                        "INF=.inf",
                        "TRUE=true",
                        "FALSE=false",
                        "YES=yes",
                        "NULL_=",
                        "TILDE=",
                        "EMPTY=",
                        "DATE=2026-11-23",
                        "QUOTED=007",
                        "LINES=a\nb\n",
                        "TAB=a\tb");
    }

    @Test
    void environmentListsKeepTheirItems() {
        assertThat(with("environment: {A: [1, 1.0, ~, true, x y], B: []}\n").environment())
                .containsEntry("A", new Items(List.of("1", "1.0", "", "true", "x y")))
                .containsEntry("B", new Items(List.of()));
    }

    @Test
    void environmentTakesNoMappingsAndNoListsInLists() {
        assertThat(errorWith("environment: {A: {b: c}}\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(place(errorWith("environment: {A: [x, [y]]}\n"))).isEqualTo("4:22 environment.A[1]");
        assertThat(errorWith("environment: {A: [{b: c}]}\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorWith("environment: [A]\n").problem()).isEqualTo(Problem.TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1A", "A-B", "A B", "Ä", "\"\"", "A.B", "$A", "UID", "SHELLOPTS"})
    void variableNamesMustBeIdentifiersThatCanBeSet(String name) {
        Finding finding = errorWith("environment:\n  %s: x\n".formatted(name));

        assertThat(finding.problem()).isEqualTo(Problem.VALUE_ILLEGAL);
        assertThat(finding.line()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\0b\"", "\"a\\ud800b\""})
    void valuesThatNoProgramTakesAreIllegal(String value) {
        assertThat(errorWith("environment: {A: %s}\n".formatted(value)).problem())
                .isEqualTo(Problem.VALUE_ILLEGAL);
        assertThat(error(HEAD + "tasks: [{a: %s}]\n".formatted(value)).problem())
                .isEqualTo(Problem.VALUE_ILLEGAL);
    }

    @Test
    void secretNamesHaveLimits() {
        assertThat(with("secrets: [abc]\n").secrets()).containsExactly("abc");
        assertThat(with("secrets: [%s]\n".formatted("x".repeat(512))).secrets()).hasSize(1);
        assertThat(errorWith("secrets: [ab]\n").sentence()).contains("Secret names must be between 3 and 512 chars");
        assertThat(errorWith("secrets: [%s]\n".formatted("x".repeat(513))).problem())
                .isEqualTo(Problem.VALUE_ILLEGAL);
        assertThat(errorWith("secrets: [' name']\n").problem()).isEqualTo(Problem.VALUE_ILLEGAL);
        String uuid = "6C9A5A33-e8a8-4d8f-8c1c-8f5d9a8b7c6d";
        assertThat(with("secrets: [%s]\n".formatted(uuid)).secrets()).containsExactly(uuid);
    }

    @Test
    void oauthTakesGrants() {
        assertThat(with("oauth: ''\n").oauth()).isEmpty();
        assertThat(with("oauth: a.b/C:RO\n").oauth()).isEqualTo("a.b/C:RO");
        assertThat(errorWith("oauth: [a.b/C]\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorsWith("oauth: x a.b/c a.b/C:WO a.b/C\n").stream().map(Finding::sentence))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("Grant `x` is invalid");
    }

    @Test
    void submitterTakesLimitsForEachIntegration() {
        assertThat(with("submitter: {hub.sr.ht: {enabled: no}}\n").submitter())
                .containsEntry("hub.sr.ht", new Submitter(false, List.of()));
        assertThat(errorWith("submitter: [a]\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(place(errorWith("submitter: {git.sr.ht: {enabled: 1}}\n")))
                .isEqualTo("4:34 submitter[\"git.sr.ht\"].enabled");
        assertThat(errorWith("submitter: {git.sr.ht: true}\n").problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(errorWith("submitter: {git.sr.ht: {allow-refs: main}}\n").problem())
                .isEqualTo(Problem.TYPE_WRONG);
        assertThat(new ManifestParser()
                        .parse(HEAD + TASKS + "submitter: {git.sr.ht: {allow-ref: [x]}}\n")
                        .warnings())
                .extracting(Finding::sentence)
                .containsExactly("Key `allow-ref` is not known and is ignored; did you mean `allow-refs`?");
    }

    @Test
    void scriptsLoseTheBlanksAroundThem() {
        List<Task> tasks =
                manifest(HEAD + "tasks: [{a: \"  x\\n y \\n\"}, {b: ''}]\n").tasks();

        assertThat(tasks.stream().map(Task::script)).containsExactly("x\n y", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tasks:\n", "tasks: []\n", "tasks: ~\n"})
    void tasksAreNeededUnlessThereIsAShell(String tasks) {
        assertThat(error(HEAD + tasks).problem()).isEqualTo(Problem.TASKS_MISSING);
        assertThat(manifest(HEAD + tasks + "shell: true\n").tasks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text", "{a: b}", "[text]", "[[a]]", "[~]", "[{}]", "[{a: b, c: d}]", "[{a: 1}]", "[{a: }]"})
    void tasksAreAListOfMappingsOfOneNameToOneScript(String tasks) {
        assertThat(error(HEAD + "tasks: " + tasks + "\n").problem()).isEqualTo(Problem.TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Build", "a b", "a.b", "a/b", "ä", "\"\"", "\"a\\nb\""})
    void taskNamesAreOfFewCharacters(String name) {
        assertThat(error(HEAD + "tasks:\n- %s: x\n".formatted(name)).problem()).isEqualTo(Problem.TASK_NAME_ILLEGAL);
    }

    @Test
    void taskNamesAreShort() {
        assertThat(manifest(HEAD + "tasks: [{%s: x}]\n".formatted("x".repeat(128)))
                        .tasks())
                .hasSize(1);
        assertThat(error(HEAD + "tasks: [{%s: x}]\n".formatted("x".repeat(129))).problem())
                .isEqualTo(Problem.TASK_NAME_ILLEGAL);
    }

    @Test
    void twoTasksOfOneNameAreDuplicates() {
        Finding finding = error(HEAD + "tasks:\n- a: x\n- b: x\n- a: y\n");

        assertThat(finding.problem()).isEqualTo(Problem.TASK_DUPLICATE);
        assertThat(place(finding)).isEqualTo("5:3 tasks[2].a");
        assertThat(finding.sentence()).isEqualTo("Duplicate task `a`; the first is in line 3");
    }

    @Test
    void aTaskWithBothAnIllegalNameAndNoScriptHasTwoErrors() {
        assertThat(errors(HEAD + "tasks:\n- A: 1\n")).hasSize(2);
    }
}
