// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static io.slipway.manifest.Checked.error;
import static io.slipway.manifest.Checked.errors;
import static io.slipway.manifest.Checked.manifest;
import static io.slipway.manifest.Checked.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ManifestTextTest {
    private final ManifestParser parser = new ManifestParser();

    @Test
    void oneByteLessThanTheLimitIsTaken() {
        assertThat(parser.parse(ofLength(16_383)).manifest().tasks()).hasSize(1);
    }

    @Test
    void theLimitItselfIsTooLarge() {
        Finding finding = error(ofLength(16_384));

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_TOO_LARGE);
        assertThat(finding.sentence()).isEqualTo("Manifest must be less than 16384 bytes");
        assertThat(place(finding)).isEqualTo("0:0 ");
    }

    @Test
    void theLimitCountsBytesAndNotCharacters() {
        String yaml = HEAD + TASKS + "# " + "ä".repeat(8_200);

        assertThat(error(yaml).problem()).isEqualTo(Problem.MANIFEST_TOO_LARGE);
    }

    @Test
    void tenMegabytesAreRefusedAtOnce() {
        byte[] bytes = new byte[10 * 1024 * 1024];
        Arrays.fill(bytes, (byte) '[');
        String text = new String(bytes, StandardCharsets.UTF_8);
        long begin = System.nanoTime();

        assertThat(refusal(bytes).problem()).isEqualTo(Problem.MANIFEST_TOO_LARGE);
        assertThat(error(text).problem()).isEqualTo(Problem.MANIFEST_TOO_LARGE);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void bytesOfUtf8AreTakenWithAndWithoutByteOrderMark() {
        String yaml = HEAD + "tasks:\n- build: echo ä€🚀\n";

        Manifest meant = parser.parse(yaml).manifest();
        assertThat(parser.parse(yaml.getBytes(StandardCharsets.UTF_8)).manifest())
                .isEqualTo(meant);
        assertThat(parser.parse(("\uFEFF" + yaml).getBytes(StandardCharsets.UTF_8))
                        .manifest())
                .isEqualTo(meant);
        assertThat(parser.parse("\uFEFF" + yaml).manifest().tasks().get(0).script())
                .isEqualTo("echo ä€🚀");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
        byte[] bytes = "image: a\ntasks: ä?".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0xFF;

        Finding finding = refusal(bytes);

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_NOT_TEXT);
        assertThat(place(finding)).isEqualTo("2:9 ");
        assertThat(finding.sentence()).startsWith("Byte `0xff` of the manifest is not UTF-8");
    }

    @Test
    void aCutCharacterAtTheEndIsRefused() {
        byte[] whole = "image: ä".getBytes(StandardCharsets.UTF_8);

        Finding finding = refusal(Arrays.copyOf(whole, whole.length - 1));

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_NOT_TEXT);
        assertThat(place(finding)).isEqualTo("1:8 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x08, 0x0B, 0x1B, 0x7F, 0x80, 0x9F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF})
    void charactersThatCannotBePrintedAreRefusedWithTheirPlace(int character) {
        String yaml = "image: debian\n# x" + (char) character + "\n";

        Finding finding = error(yaml);

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_NOT_TEXT);
        assertThat(finding.sentence()).contains("U+%04X".formatted(character));
        assertThat(place(finding)).isEqualTo("2:4 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "# nothing but a comment\n", "---\n", "---\n...\n", "~", "null"})
    void emptyManifestsAreRefused(String yaml) {
        assertThat(errors(yaml))
                .extracting(Finding::problem)
                .containsAnyOf(Problem.MANIFEST_NOT_YAML, Problem.TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"just text", "- a\n- b\n", "42"})
    void theManifestMustBeAMapping(String yaml) {
        assertThat(error(yaml).problem()).isEqualTo(Problem.TYPE_WRONG);
        assertThat(error(yaml).sentence()).startsWith("Expected the manifest to be a mapping of keys");
    }

    @Test
    void everyKindOfLineEndCountsAsOneLine() {
        assertThat(place(error("image: 1\r\ntasks:\r\n- a: b\r\n"))).isEqualTo("1:8 image");
        assertThat(place(error("tasks:\r\n- a: b\r\nimage: 1\r\n"))).isEqualTo("3:8 image");
        assertThat(place(error("tasks:\r- a: b\rimage: 1\r"))).isEqualTo("3:8 image");
        assertThat(place(error("tasks:\n- a: \"🚀\" \nimage: 1"))).isEqualTo("3:8 image");
        assertThat(place(error("tasks: [{🚀: x}]\nimage: debian"))).isEqualTo("1:10 tasks[0][\"🚀\"]");
    }

    @Test
    void windowsLineEndsGiveTheSameManifest() {
        String yaml = HEAD + "tasks:\n- build: |\n    one\n    two\n";

        assertThat(manifest(yaml.replace("\n", "\r\n"))).isEqualTo(manifest(yaml));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'image: a\n\ttasks: b'               | 2:1 | a tab stands here
                    'image: a: b'                        | 1:9 | put text that contains `: ` in quotes
                    'image: "a'                          | 1:10 | found unexpected end of stream
                    'image: [a, b'                       | 1:13 | expected ',' or ']'
                    'image: a\n  tasks: b'               | 2:8 | a second `:` stands in one line
                    'image: a\ntasks\n- b: c'            | 3:1 | is a `:` missing
                    'tasks:\n  - a: b\n - c: d'          | 3:2 | is it indented like them
                    'image: *nothing'                    | 1:8 | found undefined alias nothing
                    'image: %a'                          | 1:8 | found character '%'
                    'image: @a'                          | 1:8 | found character '@'
                    'image: "\\q"'                       | 1:10 | found unknown escape character
                    'image: a\n---\nimage: b'            | 2:1 | A second document begins here
                    """)
    void brokenYamlIsRefusedWithItsPlace(String yaml, String place, String sentence) {
        Finding finding = error(yaml.replace("\\n", "\n").replace("\\t", "\t"));

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_NOT_YAML);
        assertThat(finding.sentence()).contains(sentence);
        assertThat(place(finding)).isEqualTo(place + " ");
    }

    @Test
    void deepNestingIsRefused() {
        Finding finding = error("image: " + "[".repeat(5_000));

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_TOO_COMPLEX);
        assertThat(finding.sentence()).contains("16 levels");
        assertThat(place(finding)).isEqualTo("1:23 ");
    }

    @Test
    void deepBlockNestingIsRefused() {
        assertThat(error("- ".repeat(5_000)).problem()).isEqualTo(Problem.MANIFEST_TOO_COMPLEX);
        assertThat(error("{a: ".repeat(3_000)).problem()).isEqualTo(Problem.MANIFEST_TOO_COMPLEX);
        assertThat(error("? ".repeat(5_000)).problem()).isEqualTo(Problem.MANIFEST_TOO_COMPLEX);
    }

    @Test
    void anAliasBombIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }

        Finding finding = error(bomb.toString());

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_TOO_COMPLEX);
        assertThat(finding.sentence())
                .isEqualTo("The manifest has more than 25000 values when its aliases are written out,"
                        + " the most that are allowed");
    }

    @Test
    void scalarAliasesAreCountedToo() {
        String yaml = HEAD + TASKS + "environment:\n  A: &a x\n  B: [" + "*a,".repeat(65) + "]\n";

        assertThat(error(yaml).sentence())
                .isEqualTo("The manifest has more than 64 aliases, the most that are allowed");
    }

    @Test
    void aFewAliasesOfALongListAreRefusedToo() {
        String yaml = HEAD + TASKS + "environment:\n  A: &a [" + "1,".repeat(7_000) + "]\n  B: *a\n  C: *a\n  D: *a\n";

        Finding finding = error(yaml);

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_TOO_COMPLEX);
        assertThat(place(finding)).isEqualTo("8:6 ");
        assertThat(manifest(yaml.replace("  D: *a\n", "")).environment()).hasSize(3);
    }

    @Test
    void noTextWithoutAliasesHasTooManyValues() {
        assertThat(errors("x: [" + "?,".repeat(8_180) + "]"))
                .extracting(Finding::problem)
                .doesNotContain(Problem.MANIFEST_TOO_COMPLEX);
    }

    @Test
    void aCheckThatFindsTooMuchEndsAndSaysSo() {
        List<Finding> errors = errors("image: a\ntasks: [" + "a,".repeat(7_000) + "]");

        assertThat(errors).hasSize(1_001);
        assertThat(errors.get(1_000).sentence())
                .isEqualTo("Checking the manifest ends here: more than 1000 things were found");
        assertThat(errors.get(1_000).problem()).isEqualTo(Problem.MANIFEST_TOO_COMPLEX);
    }

    @Test
    void anEscapeOfNoCharacterIsRefusedWithItsPlace() {
        Finding finding = error("image: a\ntasks: [{a: \"\\U80000000\"}]\n");

        assertThat(finding.problem()).isEqualTo(Problem.MANIFEST_NOT_YAML);
        assertThat(place(finding)).isEqualTo("2:16 ");
    }

    @Test
    void aMappingThatHoldsItselfIsRefused() {
        assertThat(errors("&self\nimage: *self\ntasks: [*self]\nenvironment: {<<: *self}\n"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.line()).isPositive());
    }

    @Test
    void aMergeThatHoldsItselfEnds() {
        assertThat(Checked.with("environment: &self\n  A: b\n  <<: *self\n").environment())
                .containsOnlyKeys("A");
    }

    @Test
    void theExceptionCarriesTheFirstError() {
        assertThatThrownBy(() -> parser.parse("imag: x\ntasks: 1\n"))
                .isInstanceOfSatisfying(ManifestException.class, e -> {
                    assertThat(e.problem()).isEqualTo(Problem.KEY_MISSING);
                    assertThat(e).hasMessageStartingWith("Missing image in manifest");
                    assertThat(e.findings()).hasSize(3);
                });
    }

    private static String ofLength(int bytes) {
        String head = HEAD + TASKS + "#";
        return head + "x".repeat(bytes - head.length());
    }

    private Finding refusal(byte[] bytes) {
        ManifestException refusal = catchThrowableOfType(ManifestException.class, () -> parser.parse(bytes));
        assertThat(refusal.findings()).hasSize(1);
        return refusal.findings().get(0);
    }
}
