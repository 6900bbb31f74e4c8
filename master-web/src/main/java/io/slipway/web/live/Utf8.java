// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes of a log as text, when they are text. */
final class Utf8 {
    private static final int LONGEST_CHARACTER = 4;

    private Utf8() {}

    /** Empty when the bytes are not UTF-8. */
    static Optional<String> text(byte[] bytes, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            // Not an error: logs may hold anything, and what is no text goes out in Base64.
            return Optional.empty();
        }
    }

    /** How many of the bytes there are before a character that is cut at their end. */
    static int whole(byte[] bytes) {
        int end = bytes.length;
        for (int back = 1; back <= Math.min(LONGEST_CHARACTER, end); back++) {
            int lead = bytes[end - back] & 0xFF;
            if (lead < 0x80) {
                return end;
            }
            if (lead >= 0xC0) {
                int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return needed > back ? end - back : end;
            }
        }
        return end;
    }
}
