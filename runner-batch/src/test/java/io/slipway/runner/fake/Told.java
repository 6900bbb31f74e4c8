// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.log.LogName;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The logs of an attempt as a runner told them.
 *
 * @param events about one attempt, in order
 */
public record Told(List<AttemptEvent> events) {

    /** The bytes of a log, put together by their offsets; an error when one is missing. */
    public byte[] bytes(LogName log) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (AttemptEvent event : events) {
            if (event instanceof LogAppended part && part.log().equals(log)) {
                if (part.offset() != bytes.size()) {
                    throw new AssertionError(
                            "log `%s`: %d bytes, then offset %d".formatted(log, bytes.size(), part.offset()));
                }
                bytes.writeBytes(part.bytes());
            }
        }
        return bytes.toByteArray();
    }

    public String text(LogName log) {
        return new String(bytes(log), StandardCharsets.UTF_8);
    }

    /** Whether every log was closed with the length and the digest of its bytes. */
    public boolean everyLogIsWhole() {
        Set<LogName> begun = events.stream()
                .filter(LogAppended.class::isInstance)
                .map(event -> ((LogAppended) event).log())
                .collect(Collectors.toSet());
        Set<LogName> whole = events.stream()
                .filter(event -> event instanceof LogClosed end && isWhole(end))
                .map(event -> ((LogClosed) event).log())
                .collect(Collectors.toSet());
        return whole.containsAll(begun);
    }

    private boolean isWhole(LogClosed end) {
        byte[] bytes = bytes(end.log());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return bytes.length == end.length()
                    && HexFormat.of().formatHex(digest).equals(end.sha256());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
