// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobStatus;
import java.util.Arrays;
import java.util.EnumSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written into a search box is a search, or is refused as what it is. The seed is fixed; another one finds other texts. */
class SearchPropertyTest {
    private static final String SEED = "20261125";

    @Property(seed = SEED)
    void whatASearchSaysIsReadAsThatSearch(@ForAll("searches") Search search) {
        assertThat(Search.of(search.toString())).isEqualTo(search);
    }

    @Property(seed = SEED, tries = 5_000)
    void everyTextIsReadOrRefused(@ForAll("texts") String text) {
        try {
            Search search = Search.of(text);
            assertThat(search.terms()).allSatisfy(term -> {
                assertThat(term.text()).isNotEmpty();
                assertThat(term.text().chars()).noneMatch(Character::isISOControl);
            });
            assertThat(Search.of(search.toString())).isEqualTo(search);
        } catch (ProblemException e) {
            assertThat(e.problem())
                    .isIn(EnumSet.of(
                            Problem.SEARCH_ILLEGAL, Problem.SEARCH_KEY_UNKNOWN, Problem.SEARCH_STATUS_UNKNOWN));
        }
    }

    @Property(seed = SEED)
    void wordsWithoutMarksAreWords(@ForAll("words") String first, @ForAll("words") String second) {
        assertThat(Search.of(first + " " + second).terms())
                .containsExactly(new Term(Key.NOTE, first, false), new Term(Key.NOTE, second, false));
    }

    @Provide
    Arbitrary<Search> searches() {
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("ab \"'\\:!%_/\u00e9\u00a0")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<Term> others = Combinators.combine(
                        Arbitraries.of(Key.NOTE, Key.IMAGE, Key.TAGS), any, Arbitraries.of(true, false))
                .as(Term::new);
        Arbitrary<Term> statuses = Combinators.combine(
                        Arbitraries.of(Arrays.asList(JobStatus.values())), Arbitraries.of(true, false))
                .as((status, negated) -> new Term(Key.STATUS, status.word(), negated));
        return Arbitraries.oneOf(others, statuses).list().ofMaxSize(12).map(Search::new);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.oneOf(
                Arbitraries.of("status:", "tags:", "image:", "!", "\"", "'", "\\", " ", ":", "failed", "\0", "\ud83d"),
                Arbitraries.strings().ofMaxLength(5));
        return parts.list().ofMaxSize(15).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("0123456789%_\\/.-\u00e4")
                .ofMinLength(1)
                .ofMaxLength(20);
    }
}
