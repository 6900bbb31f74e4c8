// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Everything that is going to happen. A plan with more runs of the same seed begins with the runs of one with fewer. */
public record Plan(long seed, List<PlannedRun> runs) {
    private static final int SHOWN = 16;

    public Plan {
        runs = List.copyOf(runs);
    }

    /** The same for the same plan, so that two replays can be compared. */
    public String digest() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }
}
