// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A scalar in one of the ways in which YAML lets it be written.
 *
 * @param text what is meant
 * @param yaml what stands in the manifest
 */
record WrittenScalar(String text, String yaml) {
    private static final int LONGEST_KEY = 40;

    /** Begins with a letter, has nothing in it that YAML gives a meaning, and is no word that is something else than text. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:true|false|null)$)[A-Za-z](?:[A-Za-z0-9 ./@+=-]*[A-Za-z0-9./@+=-])?");

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final Pattern ONE_LINE = Pattern.compile("[ -~äöü€🚀]*");
    private static final Pattern LINES = Pattern.compile("[ -~\n\täöü€🚀]*");

    /** How a scalar may be written. */
    private enum Style {
        PLAIN,
        SINGLE,
        DOUBLE,
        LITERAL
    }

    /** Text in any style that can hold it. */
    static Arbitrary<WrittenScalar> of(Arbitrary<String> texts) {
        return written(texts, Style.PLAIN, Style.SINGLE, Style.DOUBLE);
    }

    /** Text as the value of a key that stands in column 3: a literal block too. */
    static Arbitrary<WrittenScalar> script(Arbitrary<String> texts) {
        return written(texts, Style.PLAIN, Style.SINGLE, Style.DOUBLE, Style.LITERAL);
    }

    /** A key: in quotes, unless it is a word. */
    static String key(String name) {
        return PLAIN_KEY.matcher(name).matches() ? name : inDoubleQuotes(name);
    }

    /** Any text without NUL, with a liking for what YAML gives a meaning. */
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(begunByAnIndicator(), anyCharacters(60));
    }

    /** One line of text that is not blank. */
    static Arbitrary<String> lines() {
        Arbitrary<String> inside = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("äöü€\u00A0\uFEFF")
                .ofMaxLength(40);
        return Arbitraries.oneOf(begunByAnIndicator(), inside).filter(line -> !line.isBlank());
    }

    static Arbitrary<String> names() {
        return Arbitraries.oneOf(Arbitraries.of("<<", "~", "", "1", "null", "? ", "- "), anyCharacters(LONGEST_KEY));
    }

    /** Numbers and such, bare: a variable keeps them as they are written. */
    static Arbitrary<WrittenScalar> bareWords() {
        Arbitrary<String> numbers = Arbitraries.oneOf(
                Arbitraries.bigIntegers().map(String::valueOf),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(30),
                Arbitraries.bigDecimals().map(String::valueOf),
                Arbitraries.of(
                        "0x1F", "0o17", "0b101", "1_000", "+7", "-0", "1e3", "1.10", ".5", "5.", "-.INF", ".nan"),
                Arbitraries.of("12:30", "12:30:45", "2026-11-23", "yes", "No", "on", "OFF", "y", "="));
        return Arbitraries.oneOf(
                numbers.map(number -> new WrittenScalar(number, number)),
                Arbitraries.of("~", "null", "Null", "NULL", "").map(nothing -> new WrittenScalar("", nothing)),
                Arbitraries.of("true", "True", "FALSE")
                        .map(word -> new WrittenScalar(word.toLowerCase(Locale.ROOT), word)));
    }

    private static Arbitrary<String> begunByAnIndicator() {
        Arbitrary<String> indicators = Arbitraries.of(
                "!",
                "!!",
                "!!str ",
                "!x ",
                "%",
                "%YAML 1.1",
                "@",
                "`",
                "&a ",
                "*a",
                "-",
                "- ",
                "? ",
                ": ",
                "#",
                "|",
                ">-",
                "'",
                "\"",
                "[",
                "]",
                "{",
                "}",
                ",",
                "---",
                "...",
                "<<",
                "~",
                "null",
                "true",
                "42",
                "0x1F",
                " ");
        return Combinators.combine(indicators, Arbitraries.of("", "a", "a: b", "a #b", "'", "\"", "\\"))
                .as(String::concat);
    }

    private static Arbitrary<String> anyCharacters(int most) {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("\n\r\täöü€\u0001\u007f\u0085\u2028\uFEFF")
                .ofMaxLength(most);
    }

    private static Arbitrary<WrittenScalar> written(Arbitrary<String> texts, Style... styles) {
        return Combinators.combine(texts, Arbitraries.of(styles))
                .as((text, style) -> new WrittenScalar(text, write(text, style)));
    }

    private static String write(String text, Style style) {
        return switch (style) {
            case PLAIN -> PLAIN.matcher(text).matches() ? text : inDoubleQuotes(text);
            case SINGLE ->
                ONE_LINE.matcher(text).matches() ? "'%s'".formatted(text.replace("'", "''")) : inDoubleQuotes(text);
            case DOUBLE -> inDoubleQuotes(text);
            case LITERAL -> LINES.matcher(text).matches() ? literal(text) : inDoubleQuotes(text);
        };
    }

    /** The indentation is named, so that the text may begin with blanks. */
    private static String literal(String text) {
        return "|2-\n"
                + String.join(
                        "\n",
                        List.of(text.split("\n", -1)).stream()
                                .map("    "::concat)
                                .toList());
    }

    private static String inDoubleQuotes(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
            } else {
                quoted.append(c > 0xFFFF ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
            }
        });
        return quoted.append('"').toString();
    }
}
