// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever somebody looks for; `./slipway fuzz search` makes it. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SearchFuzzTest {
    private static final int MOST_TERMS = 20;
    private static final int LONGEST = 500;
    /** That of the refusal of the longest search, and what stands around it. */
    private static final int LONGEST_SENTENCE = 2 * LONGEST * 2 + 400;

    private static final Set<Problem> REFUSALS =
            Set.of(Problem.SEARCH_ILLEGAL, Problem.SEARCH_KEY_UNKNOWN, Problem.SEARCH_STATUS_UNKNOWN);

    @FuzzTest
    void textIsASearchThatIsWrittenAsItIsReadOrIsRefused(byte[] bytes) {
        requireStable(new String(bytes, StandardCharsets.UTF_8));
        // Halves of characters too.
        requireStable(new String(bytes, StandardCharsets.UTF_16BE));
    }

    private static void requireStable(String text) {
        Search search;
        try {
            search = Search.of(text);
        } catch (ProblemException e) {
            assertThat(REFUSALS).contains(e.problem());
            assertThat(e.getMessage()).startsWith("Searching jobs").hasSizeLessThan(LONGEST_SENTENCE);
            return;
        }
        assertThat(search.terms()).hasSizeLessThanOrEqualTo(MOST_TERMS);
        assertThat(search.terms().stream()
                        .mapToInt(term -> term.text().length())
                        .sum())
                .isLessThanOrEqualTo(LONGEST * 2);
        requireThatItIsReadAgain(search);
    }

    /** A link to the next page carries the search as it is written; the quotes may make it too long to be read. */
    private static void requireThatItIsReadAgain(Search search) {
        String written = search.toString();
        if (written.codePointCount(0, written.length()) <= LONGEST) {
            assertThat(Search.of(written)).isEqualTo(search);
        }
    }
}
