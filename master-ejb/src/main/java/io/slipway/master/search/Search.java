// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.search;

import java.util.List;
import java.util.stream.Collectors;

/** A search: all of its terms must hold of a job; one without terms finds every job. */
public record Search(List<Term> terms) {
    /** Finds every job. */
    public static final Search ALL = new Search(List.of());

    public Search {
        terms = List.copyOf(terms);
    }

    /**
     * Reads what somebody wrote.
     *
     * @throws io.slipway.error.ProblemException SEARCH_ILLEGAL, SEARCH_KEY_UNKNOWN or SEARCH_STATUS_UNKNOWN, with a sentence
     */
    public static Search of(String text) {
        return new SearchParser(text).parse();
    }

    /** Whether it says anything about what the key stands for. */
    public boolean names(Key key) {
        return terms.stream().anyMatch(term -> term.key() == key);
    }

    /** As it can be written. */
    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(" "));
    }
}
