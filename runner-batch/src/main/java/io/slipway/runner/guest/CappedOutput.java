// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on so many bytes and no more; a guest that prints without end fills nobody's memory or disk. */
public final class CappedOutput extends OutputStream {
    private final OutputStream out;
    private final long most;
    private long count;

    public CappedOutput(OutputStream out, long most) {
        this.out = out;
        this.most = most;
    }

    /** Whether more was written than is passed on. */
    public boolean isOver() {
        return count > most;
    }

    /** How many bytes were passed on. */
    public long passedOn() {
        return Math.min(count, most);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int room = (int) Math.min(length, Math.max(0, most - count));
        if (room > 0) {
            out.write(bytes, offset, room);
        }
        count += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
