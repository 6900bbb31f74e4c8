// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import io.slipway.web.api.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a log are given to who asks for a range of it.
 *
 * <p>The clients that follow a log ask for everything from a byte on, once a second, and take nothing but 206 with the range that they
 * got. So they get that also of a log that has no byte yet, and of one that a later attempt began anew: from its first byte.
 *
 * @param first the first byte
 * @param length how many
 * @param contentRange empty when the whole is given because no range was asked for
 */
record LogRange(long first, long length, String contentRange) {
    private static final String EMPTY = "bytes 0-0/0";
    private static final Pattern FROM_ON = Pattern.compile("bytes\\s*=\\s*(\\d{1,18})\\s*-", Pattern.CASE_INSENSITIVE);

    /**
     * @param header null when there is none
     * @param size of the log as it is now
     * @param anew whether the log may have been longer in an earlier attempt
     * @throws ByteRange.UnsatisfiableException when no byte of the log is asked for
     */
    static LogRange of(String header, long size, boolean anew) {
        Matcher following = FROM_ON.matcher(header == null ? "" : header.strip());
        if (following.matches()) {
            long first = Long.parseLong(following.group(1));
            if (size == 0 && (first == 0 || anew)) {
                return new LogRange(0, 0, EMPTY);
            }
            if (first >= size && anew) {
                return part(new ByteRange(0, size - 1, size));
            }
        }
        Optional<ByteRange> asked = ByteRange.of(header, size);
        return asked.map(LogRange::part).orElseGet(() -> new LogRange(0, size, ""));
    }

    private static LogRange part(ByteRange range) {
        return new LogRange(range.first(), range.length(), range.contentRange());
    }

    int status() {
        return contentRange.isEmpty() ? 200 : 206;
    }
}
