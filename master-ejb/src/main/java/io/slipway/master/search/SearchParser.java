// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.search;

import static java.util.stream.Collectors.joining;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads one search: words apart by spaces, {@code key:value}, a {@code !} before either, and quotes around a word or a value. A quote
 * opens at the beginning of a word or value alone, so that <i>it's</i> is a word; in quotes a backslash takes its meaning from a quote
 * or backslash behind it.
 */
final class SearchParser {
    private static final int LONGEST = 500;
    private static final int MOST_TERMS = 20;
    /** What else stands before a colon is a part of a word, such as the time {@code 12:30}. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z_-]*");

    private final String text;
    private int at;

    SearchParser(String text) {
        this.text = text.codePoints()
                .map(character -> Character.isISOControl(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    Search parse() {
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST) {
            throw new ProblemException(
                    Problem.SEARCH_ILLEGAL,
                    "Searching jobs: the search has %d characters; at most %d are allowed".formatted(length, LONGEST));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ProblemException(
                    Problem.SEARCH_ILLEGAL,
                    "Searching jobs: the search has a character that is no text; Unicode text is allowed");
        }
        List<Term> terms = new ArrayList<>();
        while (skipSpaces()) {
            terms.add(term());
        }
        if (terms.size() > MOST_TERMS) {
            throw illegal("it has %d terms; at most %d are allowed".formatted(terms.size(), MOST_TERMS));
        }
        return new Search(terms);
    }

    /** Gives whether anything stands behind the spaces. */
    private boolean skipSpaces() {
        while (at < text.length() && !isWord(at)) {
            at++;
        }
        return at < text.length();
    }

    /** Whether something stands there, and no space. */
    private boolean isWord(int index) {
        return index < text.length()
                && !Character.isWhitespace(text.charAt(index))
                && !Character.isSpaceChar(text.charAt(index));
    }

    private Term term() {
        boolean negated = text.charAt(at) == '!' && isWord(at + 1);
        if (negated) {
            at++;
        }
        String key = key();
        return key.isEmpty() ? new Term(Key.NOTE, word(Key.NOTE), negated) : keyed(key, negated);
    }

    /** What stands before the colon of a key; empty when none does. */
    private String key() {
        int colon = at;
        while (isWord(colon) && text.charAt(colon) != ':') {
            colon++;
        }
        if (!isWord(colon) || !KEY.matcher(text.substring(at, colon)).matches()) {
            return "";
        }
        String key = text.substring(at, colon);
        at = colon + 1;
        return key;
    }

    private Term keyed(String name, boolean negated) {
        Key key = Key.ofWord(name)
                .orElseThrow(() -> new ProblemException(
                        Problem.SEARCH_KEY_UNKNOWN,
                        "Searching jobs for `%s`: there is no key `%s`; `status`, `image` and `tags` are allowed, and a word with a colon in quotes"
                                .formatted(text.strip(), name)));
        String value = word(key);
        return new Term(key, key == Key.STATUS ? status(value) : value, negated);
    }

    private String status(String value) {
        String small = value.toLowerCase(Locale.ROOT);
        if (Arrays.stream(JobStatus.values()).noneMatch(status -> status.word().equals(small))) {
            throw new ProblemException(
                    Problem.SEARCH_STATUS_UNKNOWN,
                    "Searching jobs for `%s`: there is no status `%s`; %s are allowed"
                            .formatted(
                                    text.strip(),
                                    value,
                                    Arrays.stream(JobStatus.values())
                                            .map(status -> "`" + status.word() + "`")
                                            .collect(joining(", "))));
        }
        return small;
    }

    /** Reads up to the next space outside of quotes. */
    private String word(Key key) {
        StringBuilder word = new StringBuilder();
        if (isWord(at) && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            quoted(word);
        }
        while (isWord(at)) {
            word.append(text.charAt(at++));
        }
        if (word.isEmpty()) {
            throw illegal(
                    key == Key.NOTE
                            ? "quotes with nothing between them find nothing; leave them out"
                            : "key `%s` has no value; `%s:VALUE` is allowed".formatted(key.word(), key.word()));
        }
        return word.toString();
    }

    private void quoted(StringBuilder word) {
        int begin = at;
        char quote = text.charAt(at++);
        while (at < text.length() && text.charAt(at) != quote) {
            boolean escapes = text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == quote || text.charAt(at + 1) == '\\');
            at += escapes ? 1 : 0;
            word.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw illegal("the quote at character %d is not closed".formatted(text.codePointCount(0, begin) + 1));
        }
        at++;
    }

    private ProblemException illegal(String sentence) {
        return new ProblemException(
                Problem.SEARCH_ILLEGAL, "Searching jobs for `%s`: %s".formatted(text.strip(), sentence));
    }
}
