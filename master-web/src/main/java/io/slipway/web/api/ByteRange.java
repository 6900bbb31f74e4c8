// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as RFC 9110 has it.
 *
 * @param first its first byte, from 0
 * @param last its last byte, inclusive
 * @param size of the whole file
 */
public record ByteRange(long first, long last, long size) {
    /** Gives no blank back: what is no range would else be tried with each number of them on either side of the missing digits. */
    private static final Pattern ONE_RANGE =
            Pattern.compile("bytes\\s*+=\\s*+(\\d{0,18})\\s*+-\\s*+(\\d{0,18})", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a {@code Range} header. What is no single range of bytes is ignored, as the standard has it.
     *
     * @param header null when there is none
     * @throws UnsatisfiableException when no byte of the file is asked for
     */
    public static Optional<ByteRange> of(String header, long size) {
        Matcher range = ONE_RANGE.matcher(header == null ? "" : header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            long count = Math.min(size, Long.parseLong(range.group(2)));
            return Optional.of(checked(size - count, size - 1, header, size));
        }
        long first = Long.parseLong(range.group(1));
        if (range.group(2).isEmpty()) {
            return Optional.of(checked(first, size - 1, header, size));
        }
        long last = Long.parseLong(range.group(2));
        return last < first ? Optional.empty() : Optional.of(checked(first, Math.min(last, size - 1), header, size));
    }

    public long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range}. */
    public String contentRange() {
        return "bytes %d-%d/%d".formatted(first, last, size);
    }

    private static ByteRange checked(long first, long last, String header, long size) {
        if (first > last || first >= size) {
            throw new UnsatisfiableException(header, size);
        }
        return new ByteRange(first, last, size);
    }

    /** A range of which the file has no byte. */
    public static final class UnsatisfiableException extends ProblemException {
        private final long size;

        UnsatisfiableException(String header, long size) {
            super(
                    Problem.RANGE_ILLEGAL,
                    "Reading range `%s`: there are %d bytes, counted from 0".formatted(header, size));
            this.size = size;
        }

        /** The value of {@code Content-Range} that says how many bytes there are. */
        public String contentRange() {
            return "bytes */" + size;
        }
    }
}
