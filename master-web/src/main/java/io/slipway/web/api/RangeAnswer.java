// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Bytes that are asked for as a whole or in part.
 *
 * @param size of the whole
 * @param source writes a part of them
 */
record RangeAnswer(long size, Source source) {

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
