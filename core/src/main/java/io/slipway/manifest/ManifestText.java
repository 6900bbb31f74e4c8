// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.manifest.Finding.Severity;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of a manifest that is short enough and made of printable characters, and where its lines are.
 *
 * @param value without a byte order mark
 */
record ManifestText(String value) {
    static final int LIMIT_BYTES = 16_384;

    private static final String ALLOWED = "UTF-8 text without control characters is allowed";

    ManifestText {
        if (value.startsWith("\uFEFF")) {
            value = value.substring(1);
        }
        requireShort(value.length());
        requireShort(value.getBytes(StandardCharsets.UTF_8).length);
        requirePrintable(value);
    }

    static ManifestText of(String text) {
        return new ManifestText(text);
    }

    static ManifestText of(byte[] bytes) {
        requireShort(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            String sentence = "Byte `0x%02x` of the manifest is not UTF-8; %s".formatted(bytes[in.position()], ALLOWED);
            throw refusal(Problem.MANIFEST_NOT_TEXT, Place.behind(text), sentence);
        }
        return new ManifestText(text);
    }

    /** @param codePoints how many characters of {@link #value} stand before the place */
    Place placeOf(int codePoints) {
        int end = value.offsetByCodePoints(0, Math.min(codePoints, value.codePointCount(0, value.length())));
        return Place.behind(value.substring(0, end));
    }

    private static void requireShort(int length) {
        if (length >= LIMIT_BYTES) {
            throw refusal(
                    Problem.MANIFEST_TOO_LARGE,
                    Place.WHOLE,
                    "Manifest must be less than %d bytes".formatted(LIMIT_BYTES));
        }
    }

    private static void requirePrintable(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (!isPrintable(character)) {
                String sentence = "Character U+%04X of the manifest is not printable; %s".formatted(character, ALLOWED);
                throw refusal(Problem.MANIFEST_NOT_TEXT, Place.behind(text.substring(0, i)), sentence);
            }
        }
    }

    /** The characters that YAML 1.1 calls printable. */
    private static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7E
                || c == '\n'
                || c == '\r'
                || c == '\t'
                || c == 0x85
                || c >= 0xA0 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }

    static ManifestException refusal(Problem problem, Place place, String sentence) {
        return new ManifestException(
                List.of(new Finding(Severity.ERROR, problem, "", place.line(), place.column(), sentence)));
    }

    /** A place in the text as an editor counts it: both from 1, or both 0 for the whole text. */
    record Place(int line, int column) {
        static final Place WHOLE = new Place(0, 0);

        /** Right behind {@code text}, when the manifest begins with it. */
        static Place behind(String text) {
            int line = 1;
            int lineStart = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean newline = c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
                if (newline) {
                    line++;
                    lineStart = i + 1;
                }
            }
            return new Place(line, text.codePointCount(lineStart, text.length()) + 1);
        }
    }
}
