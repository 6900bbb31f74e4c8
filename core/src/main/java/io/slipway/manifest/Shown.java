// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

/** How a value of a manifest is shown in a sentence: in backquotes, in one line, and not for ever. */
final class Shown {
    private static final int MOST = 60;

    private Shown() {}

    static String value(String text) {
        StringBuilder shown = new StringBuilder("`");
        text.codePoints().limit(MOST).forEach(c -> shown.appendCodePoint(isOfOneLine(c) ? c : '\uFFFD'));
        if (text.codePointCount(0, text.length()) > MOST) {
            shown.append('…');
        }
        return shown.append('`').toString();
    }

    /** The text with a mark instead of every character that does not belong into one line of text. */
    static String inOneLine(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.appendCodePoint(isOfOneLine(c) ? c : '\uFFFD'));
        return shown.toString();
    }

    private static boolean isOfOneLine(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }

    /** False for NUL, which no program takes, and for half a surrogate pair, which is no character. */
    static boolean canLeaveAsUtf8(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF);
    }
}
