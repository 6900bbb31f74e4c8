// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the body of a request: never more of it than is taken, and only UTF-8. */
public final class Body {
    /** A manifest of 16 KiB in which every character is escaped, a note, tags, and room. */
    static final int LIMIT_BYTES = 256 << 10;

    /** What is read and thrown away of a body that is too large, so that its sender sees the answer and not a broken pipe. */
    private static final int DRAIN_BYTES = 32 << 20;

    private Body() {}

    /** The whole; throws REQUEST_TOO_LARGE or, for what is no UTF-8, REQUEST_ILLEGAL. */
    public static String text(InputStream in) {
        byte[] bytes = bytes(in);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL, "Reading the body: it is not UTF-8, which alone is allowed", e);
        }
    }

    private static byte[] bytes(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
            if (bytes.length > LIMIT_BYTES) {
                drain(in);
                throw new ProblemException(
                        Problem.REQUEST_TOO_LARGE,
                        "Reading the body: it has more than the %d bytes that are allowed".formatted(LIMIT_BYTES));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the body", e);
        }
    }

    /** Reads what is left of a body that is too large, within bounds: who is still sending it sees no answer. */
    public static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int left = DRAIN_BYTES;
        for (int count = in.read(buffer); count >= 0 && left > 0; count = in.read(buffer)) {
            left -= count;
        }
    }
}
