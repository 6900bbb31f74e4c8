// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n", "\u00a0", "\0"})
    void nothingFindsEverything(String text) {
        assertThat(Search.of(text)).isEqualTo(Search.ALL);
    }

    @Test
    void wordsMeanTheNote() {
        assertThat(Search.of(" fix   it's ").terms())
                .containsExactly(new Term(Key.NOTE, "fix", false), new Term(Key.NOTE, "it's", false));
    }

    @Test
    void keysMeanWhatTheyName() {
        assertThat(Search.of("status:Failed IMAGE:alpine tags:me/app release").terms())
                .containsExactly(
                        new Term(Key.STATUS, "failed", false),
                        new Term(Key.IMAGE, "alpine", false),
                        new Term(Key.TAGS, "me/app", false),
                        new Term(Key.NOTE, "release", false));
    }

    @Test
    void exclamationMarkTurnsATermRound() {
        assertThat(Search.of("!status:success !word !\"two words\" ! tags:!x").terms())
                .containsExactly(
                        new Term(Key.STATUS, "success", true),
                        new Term(Key.NOTE, "word", true),
                        new Term(Key.NOTE, "two words", true),
                        new Term(Key.NOTE, "!", false),
                        new Term(Key.TAGS, "!x", false));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "\"two words\", two words",
                "'two words', two words",
                "\"status:failed\", status:failed",
                "\"a \\\" b \\\\ c \\d\", a \" b \\ c \\d",
                "'it\\'s one', it's one",
                "\"a b\"c, a bc",
                "5\", 5\"",
                "12:30, 12:30",
                ":shipit:, :shipit:",
                "fix(core):x, fix(core):x",
                "100%_\\, 100%_\\"
            })
    void oneWordIsReadAsItIsMeant(String text, String word) {
        assertThat(Search.of(text).terms()).containsExactly(new Term(Key.NOTE, word, false));
    }

    @Test
    void quotesStandAroundAValueToo() {
        assertThat(Search.of("image:\"debian/bookworm\" !tags:'a b'").terms())
                .containsExactly(new Term(Key.IMAGE, "debian/bookworm", false), new Term(Key.TAGS, "a b", true));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "\"open, SEARCH_ILLEGAL, the quote at character 1 is not closed",
                "say tags:'open, SEARCH_ILLEGAL, the quote at character 10 is not closed",
                "tags:, SEARCH_ILLEGAL, key `tags` has no value",
                "tags: x, SEARCH_ILLEGAL, key `tags` has no value",
                "tags:\"\", SEARCH_ILLEGAL, key `tags` has no value",
                "\"\", SEARCH_ILLEGAL, quotes with nothing between them",
                "owner:ann, SEARCH_KEY_UNKNOWN, there is no key `owner`; `status`^, `image` and `tags` are allowed",
                "https://example.org, SEARCH_KEY_UNKNOWN, a word with a colon in quotes",
                "status:broken, SEARCH_STATUS_UNKNOWN, there is no status `broken`; `pending`^, `queued`^, `running`",
                "status:\u0130, SEARCH_STATUS_UNKNOWN, there is no status"
            })
    void whatIsNoSearchIsRefusedWithASentence(String text, Problem problem, String sentence) {
        ProblemException refusal = refusal(text);

        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal).hasMessageContaining(sentence.replace("^", "")).hasMessageStartingWith("Searching jobs");
    }

    @Test
    void muchIsRefused() {
        assertThat(Search.of("x".repeat(500)).terms()).hasSize(1);
        assertThat(refusal("x".repeat(501)))
                .hasMessageContaining("has 501 characters")
                .hasMessageContaining("at most 500");
        assertThat(Search.of("x ".repeat(20)).terms()).hasSize(20);
        assertThat(refusal("x ".repeat(21))).hasMessageContaining("21 terms; at most 20");
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(refusal("a\ud800").problem()).isEqualTo(Problem.SEARCH_ILLEGAL);
    }

    @Test
    void searchKnowsWhatItNames() {
        assertThat(Search.of("!status:failed x").names(Key.STATUS)).isTrue();
        assertThat(Search.of("\"status:failed\"").names(Key.STATUS)).isFalse();
    }

    private static ProblemException refusal(String text) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Search.of(text))
                .actual();
    }
}
