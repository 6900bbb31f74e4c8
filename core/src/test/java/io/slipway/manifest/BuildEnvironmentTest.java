// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.manifest.EnvironmentValue.Items;
import io.slipway.manifest.EnvironmentValue.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildEnvironmentTest {

    @Test
    void beginsWithCompleteBuildAndExportsInOrder() {
        Map<String, EnvironmentValue> environment = new LinkedHashMap<>();
        environment.put("PLAIN", new Text("a/b:c@1.2"));
        environment.put("EMPTY", new Text(""));
        environment.put("BLANK", new Text("it's a b"));
        environment.put("LIST", new Items(List.of("a", "b c", "$x", "'")));
        environment.put("NONE", new Items(List.of()));

        assertThat(new BuildEnvironment(environment, Map.of("JOB_ID", "42")).render())
                .isEqualTo("""
                        complete-build() {
                        	echo 1 >~/.complete-build
                        	exit 0
                        }
                        acurl() {
                        	{ local -; set +x; } 2>/dev/null
                        	curl --config <(printf 'oauth2-bearer = "%s"\\n' "$OAUTH2_TOKEN") "$@"
                        }
                        export PLAIN=a/b:c@1.2
                        export EMPTY=''
                        export BLANK='it'\\''s a b'
                        LIST=('a' 'b c' '$x' ''\\''')
                        NONE=()
                        export JOB_ID=42
                        if [ -r ~/.oauth2-token ]; then
                        	export OAUTH2_TOKEN="$(<~/.oauth2-token)"
                        fi
                        """);
    }

    /** Defect 9 of the original: large integers came in exponent form, items of lists were expanded, and those that are no text were empty. */
    @Test
    void numbersKeepTheirDigitsAndItemsOfListsAreWhatTheManifestSays() throws Exception {
        Map<String, EnvironmentValue> environment = Checked.with("""
                environment:
                  PORT: 8080
                  LARGE: 1234567
                  FRACTION: 0.10
                  LIST: [$HOME, "two three", 1234567, true, ~]
                """).environment();

        assertThat(sourced(
                        new BuildEnvironment(environment, Map.of()),
                        "printf '%s\\0' \"$PORT\" \"$LARGE\" \"$FRACTION\" \"${LIST[@]}\""))
                .containsExactly("8080", "1234567", "0.10", "$HOME", "two three", "1234567", "true", "");
    }

    @Test
    void theOrdersVariablesWin() throws Exception {
        Map<String, EnvironmentValue> environment =
                Map.of("CI_NAME", new Text("mine"), "JOB_ID", new Items(List.of("a", "b")));

        BuildEnvironment both = new BuildEnvironment(environment, Map.of("CI_NAME", "slipway", "JOB_ID", "42"));

        assertThat(both.render()).doesNotContain("mine");
        assertThat(sourced(both, "printf '%s\\0' \"$CI_NAME\" \"${#JOB_ID[@]}\" \"$JOB_ID\""))
                .containsExactly("slipway", "1", "42");
    }

    @Test
    void completeBuildLeavesItsMarkAndEndsTheTaskWell(@TempDir Path home) throws Exception {
        String render = new BuildEnvironment(Map.of(), Map.of()).render();

        Process bash = bash(home, render + "set -xe\ncomplete-build\nexit 9\n");

        assertThat(bash.waitFor()).isZero();
        assertThat(home.resolve(BuildEnvironment.COMPLETE_FILE)).hasContent("1");
    }

    @Test
    void theTokenOfTheJobIsExportedAndWinsOverTheManifests(@TempDir Path home) throws Exception {
        Files.writeString(home.resolve(BuildEnvironment.TOKEN_FILE), "slipway_job_x\n");
        String render = new BuildEnvironment(Map.of("OAUTH2_TOKEN", new Text("mine")), Map.of()).render();

        assertThat(said(bash(home, render + "sh -c 'echo $OAUTH2_TOKEN'\n"))).isEqualTo("slipway_job_x\n");
        assertThat(said(bash(home.resolve("elsewhere"), render + "echo $OAUTH2_TOKEN\n")))
                .as("a job without a token")
                .isEqualTo("mine\n");
    }

    @Test
    void acurlShowsTheTokenNeitherInTheLogNorAmongArguments(@TempDir Path home) throws Exception {
        Files.writeString(home.resolve(BuildEnvironment.TOKEN_FILE), "slipway_job_x\n");
        String render = new BuildEnvironment(Map.of(), Map.of()).render();
        String curl = "curl() { printf '<%s>' \"$1\" \"${@:3}\"; cat \"$2\"; }\n";

        String said =
                said(bash(home, render + curl + "exec 2>&1\nset -xe\nacurl -s https://example.org/\necho after\n"));

        assertThat(said.lines())
                .containsExactly(
                        "++ acurl -s https://example.org/",
                        "<--config><-s><https://example.org/>oauth2-bearer = \"slipway_job_x\"",
                        "++ echo after",
                        "after");
    }

    @Property(tries = 150)
    void bashGivesTheExportedValueBack(@ForAll("hostile") String value) throws Exception {
        BuildEnvironment environment = new BuildEnvironment(Map.of("A_NAME", new Text(value)), Map.of("B_NAME", value));

        assertThat(sourced(environment, "sh -c 'printf \"%s\\0\" \"$A_NAME\" \"$B_NAME\"'"))
                .containsExactly(value, value);
    }

    @Property(tries = 150)
    void bashGivesTheItemsBack(@ForAll("hostileLists") List<String> values) throws Exception {
        BuildEnvironment environment = new BuildEnvironment(Map.of("A_NAME", new Items(values)), Map.of());

        List<String> expected = new ArrayList<>(values);
        expected.add(0, Integer.toString(values.size()));
        assertThat(sourced(
                        environment,
                        "printf '%s\\0' \"${#A_NAME[@]}\"; for i in \"${A_NAME[@]}\"; do printf '%s\\0' \"$i\"; done"))
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> fragments = Arbitraries.of(
                "'",
                "\"",
                "\\",
                "$",
                "$HOME",
                "$(id)",
                "`id`",
                "\n",
                "\r",
                "\t",
                " ",
                "!",
                "!!",
                "*",
                "?",
                "[",
                "]",
                "~",
                "~/",
                "#",
                ";",
                "&",
                "|",
                "<",
                ">",
                "(",
                ")",
                "{a,b}",
                "=",
                "[0]=",
                "-n",
                "-e",
                "%s",
                "\\n",
                "\\'",
                "'\\''",
                "ä",
                "🚀",
                "\u0001",
                "\u001b[0m",
                "\u007f",
                "EOF",
                "word");
        return fragments.list().ofMaxSize(12).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> hostileLists() {
        return hostile().list().ofMaxSize(6);
    }

    /** What a script behind the environment prints, each value ended by NUL. */
    private static List<String> sourced(BuildEnvironment environment, String script) throws Exception {
        Process bash = bash(Path.of("."), environment.render() + script + "\n");
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        List<String> values = new ArrayList<>(List.of(out.split("\0", -1)));
        values.remove(values.size() - 1);
        return values;
    }

    private static String said(Process bash) throws Exception {
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return said;
    }

    private static Process bash(Path home, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "--norc", "-c", ". /dev/stdin");
        builder.environment().put("HOME", home.toAbsolutePath().toString());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process bash = builder.start();
        try (OutputStream in = bash.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        return bash;
    }
}
