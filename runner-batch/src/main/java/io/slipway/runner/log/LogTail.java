// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.log;

import io.slipway.log.LogName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Follows the logs of an attempt as one: each from where it was left, in the order of their beginning. Used by one thread. */
public final class LogTail {
    private final AttemptLogs logs;
    private final OutputStream to;
    private final Map<LogName, Long> offsets = new HashMap<>();

    public LogTail(AttemptLogs logs, OutputStream to) {
        this.logs = logs;
        this.to = to;
    }

    /** Copies what was written since the last call. */
    public void copy() throws IOException {
        for (LogName name : logs.names()) {
            Path file = logs.file(name);
            if (Files.isRegularFile(file)) {
                try (InputStream bytes = Files.newInputStream(file)) {
                    long offset = offsets.getOrDefault(name, 0L);
                    bytes.skipNBytes(offset);
                    offsets.put(name, offset + bytes.transferTo(to));
                }
            }
        }
        to.flush();
    }
}
