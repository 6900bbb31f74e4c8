// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import io.slipway.bench.chaos.check.Facts.LogFacts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Whether a log is what it is said to be. */
final class EveryByte {
    private EveryByte() {}

    /** What a log is to its job. */
    enum Worth {
        /** Of an attempt that was taken back: it may have stopped anywhere, and may say that bytes are missing. */
        SUPERSEDED,
        /** Of the newest attempt, or of a task that a later attempt went on behind: once closed it is whole. */
        COUNTS,
        /** As {@link #COUNTS}, of a job whose end its runner told: it is closed. */
        FINISHED
    }

    /** @param content as the master gives it out */
    static List<String> complaints(LogFacts log, byte[] content, Worth worth) {
        List<String> complaints = new ArrayList<>();
        if (content.length < log.length()) {
            complaints.add("the master gives out %d bytes of the %d that it says it has"
                    .formatted(content.length, log.length()));
        }
        if (worth == Worth.FINISHED && !log.closed()) {
            complaints.add("it is not closed, with %d bytes".formatted(log.length()));
        }
        if (worth != Worth.SUPERSEDED && log.missing() > 0) {
            complaints.add("%d bytes of %d are missing".formatted(log.missing(), log.expected()));
        }
        if (log.closed()
                && log.missing() == 0
                && !(log.intact() && sha256(content).equals(log.sha256()))) {
            complaints.add("its %d bytes are not those that the runner wrote; the master says %s"
                    .formatted(content.length, log.intact() ? "they are" : "so too"));
        }
        return complaints;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }
}
