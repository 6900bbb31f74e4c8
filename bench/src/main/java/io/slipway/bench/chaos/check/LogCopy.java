// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** A log as somebody has it who followed it from its beginning. Used by one thread. */
public final class LogCopy {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long longest;

    /** How many bytes it has; where to read on. */
    public long length() {
        return bytes.size();
    }

    /** Notes how long the master says that the log is. */
    public List<String> measured(long length) {
        if (length < longest) {
            return List.of("it was %d bytes long, and then %d".formatted(longest, length));
        }
        longest = length;
        return List.of();
    }

    /** Takes what follows on what it has. */
    public void append(byte[] more) {
        bytes.writeBytes(more);
    }

    /** Compares with what the master gives out in the end. */
    public List<String> compared(byte[] whole) {
        byte[] had = bytes.toByteArray();
        if (whole.length < Math.max(longest, had.length)) {
            return List.of("%d bytes are left of the %d that were there before"
                    .formatted(whole.length, Math.max(longest, had.length)));
        }
        int differs = Arrays.mismatch(had, Arrays.copyOf(whole, had.length));
        return differs < 0 ? List.of() : List.of("byte %d is another one than was read before".formatted(differs));
    }
}
