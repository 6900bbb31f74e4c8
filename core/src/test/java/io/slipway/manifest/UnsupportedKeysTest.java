// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static io.slipway.manifest.Checked.HEAD;
import static io.slipway.manifest.Checked.TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsupportedKeysTest {
    private final ManifestParser parser = ManifestParser.forSubmit();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secrets: [deploy]\n",
                "oauth: a.b/C\n",
            })
    void aKeyThatIsNotRunYetIsRefusedAtSubmitOnly(String key) {
        String yaml = HEAD + TASKS + key;

        assertThat(new ManifestParser().parse(yaml).warnings()).isEmpty();
        assertThat(findings(yaml)).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.KEY_NOT_SUPPORTED);
            assertThat(finding.isError()).isTrue();
            assertThat(finding.line()).isEqualTo(4);
            assertThat(finding.column()).isEqualTo(1);
            assertThat(finding.path()).isEqualTo(key.substring(0, key.indexOf(':')));
            assertThat(finding.sentence()).contains("this version of Slipway does not");
        });
    }

    @Test
    void theSentenceSaysWhatToDo() {
        assertThat(findings(HEAD + TASKS + "secrets: [deploy]\n"))
                .extracting(Finding::sentence)
                .containsExactly(
                        "Key `secrets`: this version of Slipway does not run jobs with secrets yet; leave it out");
    }

    @Test
    void aKeyThatAsksForNothingIsTaken() {
        String yaml = HEAD + TASKS + "secrets: []\ntriggers: ~\noauth: ''\nshell: no\nsubmitter: {git.sr.ht: {}}\n";

        assertThat(parser.parse(yaml).warnings()).isEmpty();
    }

    @Test
    void theOtherErrorsAreFoundToo() {
        assertThat(findings("tasks: []\nsecrets: [x]\n"))
                .extracting(Finding::problem)
                .containsExactlyInAnyOrder(
                        Problem.KEY_MISSING, Problem.TASKS_MISSING, Problem.KEY_NOT_SUPPORTED, Problem.VALUE_ILLEGAL);
    }

    private List<Finding> findings(String yaml) {
        return catchThrowableOfType(ManifestException.class, () -> parser.parse(yaml))
                .findings();
    }
}
