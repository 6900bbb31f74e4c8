// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import java.nio.charset.StandardCharsets;

/** The end of a log, cut somewhere in the middle. */
final class Tail {
    private static final int LONGEST_REST = 3;

    private Tail() {}

    /** The bytes as text, without the rest of a character that begins before them; what is no UTF-8 is replaced. */
    static String text(byte[] bytes) {
        int first = 0;
        while (first < Math.min(LONGEST_REST, bytes.length) && (bytes[first] & 0xC0) == 0x80) {
            first++;
        }
        return new String(bytes, first, bytes.length - first, StandardCharsets.UTF_8);
    }
}
