// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Bytes that are asked for as a whole or in part.
 *
 * @param size of the whole
 * @param source writes a part of them
 */
record RangeAnswer(long size, Source source) {

    private static final long PART_BYTES = 1 << 20;

    /** The bytes of a file. */
    static RangeAnswer of(Path file) throws IOException {
        return new RangeAnswer(Files.size(file), (first, length, out) -> copy(file, first, length, out));
    }

    private static void copy(Path file, long first, long length, OutputStream out) throws IOException {
        WritableByteChannel to = Channels.newChannel(out);
        try (FileChannel from = FileChannel.open(file)) {
            long end = first + length;
            for (long at = first; at < end; ) {
                long count = from.transferTo(at, Math.min(PART_BYTES, end - at), to);
                if (count <= 0) {
                    throw new EOFException("file `%s` ends at %d".formatted(file, at));
                }
                at += count;
            }
        }
    }

    /** @param range the header, null when there is none */
    Response.ResponseBuilder to(String range) {
        Optional<ByteRange> asked = ByteRange.of(range, size);
        ByteRange part = asked.orElse(new ByteRange(0, size - 1, size));
        Response.ResponseBuilder response = Response.status(asked.isPresent() ? 206 : 200)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_LENGTH, part.length())
                .header("X-Content-Type-Options", "nosniff")
                .entity((StreamingOutput) out -> source.write(part.first(), part.length(), out));
        return asked.isPresent() ? response.header("Content-Range", part.contentRange()) : response;
    }

    /** Where the bytes come from. */
    interface Source {
        void write(long first, long length, OutputStream out) throws IOException;
    }
}
