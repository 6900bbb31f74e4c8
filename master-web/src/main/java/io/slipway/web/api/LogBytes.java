// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Logs;
import io.slipway.master.log.LogSlice;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The bytes of one log, as far as they are there.
 *
 * @param caller as a reader of logs
 * @param attempt 0 for the newest
 */
public record LogBytes(Logs logs, Caller caller, JobId job, LogName log, int attempt) {
    private static final int SLICE_BYTES = 256 << 10;

    /** How many there are now; throws JOB_UNKNOWN or LOG_UNKNOWN. */
    public long size() {
        return logs.read(caller, job, attempt, log, 0, 0).length();
    }

    /** Writes some of those that are there. */
    public void copy(long first, long length, OutputStream out) throws IOException {
        long offset = first;
        long end = first + length;
        while (offset < end) {
            int most = (int) Math.min(SLICE_BYTES, end - offset);
            LogSlice slice = logs.read(caller, job, attempt, log, offset, most);
            if (slice.bytes().length == 0) {
                // A new attempt began meanwhile: cut the connection rather than mix two logs.
                throw new EOFException("log `%s` of job %s ends at %d".formatted(log, job, offset));
            }
            out.write(slice.bytes());
            offset += slice.bytes().length;
        }
    }
}
