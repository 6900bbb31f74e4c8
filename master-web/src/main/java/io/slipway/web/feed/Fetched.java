// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.feed;

import io.slipway.error.ProblemException;
import io.slipway.web.api.Answer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** How badges and feeds are answered: with a tag of their bytes, so that who has them already is told no more than that. */
final class Fetched {
    private static final int TAG_BYTES = 16;

    private Fetched() {}

    static void answer(HttpServletRequest request, HttpServletResponse response, String type, byte[] bytes)
            throws IOException {
        String tag = tag(bytes);
        response.setHeader("ETag", tag);
        if (isKnown(request.getHeader("If-None-Match"), tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Says in one line of text what is wrong. */
    static void refuse(HttpServletResponse response, RuntimeException thrown) throws IOException {
        ProblemException problem = Answer.problemIn(thrown).orElseGet(() -> Answer.incident(thrown));
        response.setStatus(Answer.to(problem).status());
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write((problem.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** @param header null when there is none */
    static boolean isKnown(String header, String tag) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(String::strip)
                        .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                        .anyMatch(known -> known.equals("*") || known.equals(tag));
    }

    static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
