// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.mask;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes on what it is given, with {@code ***} in place of every run of bytes that belong to sequences of a {@link Mask}, wherever the writes
 * are cut. It holds back what may be the beginning of a sequence, and nothing else. Safe for many threads.
 */
public final class MaskedStream extends OutputStream {
    private static final byte[] STARS = "***".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NOTHING = {};

    private final Mask mask;
    private final OutputStream target;
    /**
     * What is held back: the bytes from {@code written} to {@code position}, each at its place modulo the length. There from the first one that is
     * held back until {@link #finish}: it is twice as long as the longest sequence.
     */
    private byte[] held = NOTHING;

    private final Runs runs;
    private int state;
    /** How many bytes came. */
    private long position;
    /** How many of them are written, or masked. */
    private long written;
    /** Where the last bytes ended that were masked. */
    private long maskedTo = -1;

    private byte[] out = NOTHING;
    private int outLength;

    MaskedStream(Mask mask, OutputStream target) {
        this.mask = mask;
        this.target = target;
        this.runs = new Runs();
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        if (mask.isEmpty()) {
            target.write(bytes, from, count);
            return;
        }
        int end = from + count;
        int at = from;
        while (at < end) {
            if (written == position) {
                int plain = plain(bytes, at, end);
                put(bytes, at, plain - at);
                position += plain - at;
                written = position;
                at = plain;
            }
            if (at < end) {
                take(bytes[at++]);
            }
        }
        send();
    }

    /** Where the first byte is that begins a sequence. */
    private int plain(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && mask.beginsNothing(bytes[at])) {
            at++;
        }
        return at;
    }

    private void take(byte symbol) {
        if (held.length == 0) {
            held = new byte[Integer.highestOneBit(mask.longest()) * 2];
        }
        held[index(position)] = symbol;
        position++;
        state = mask.next(state, symbol);
        int ending = mask.ending(state);
        if (ending > 0) {
            runs.add(position - ending, position);
        }
        release(position - mask.depth(state));
    }

    /** Writes, or masks, what is before {@code limit}: nothing that comes can make another thing of it. */
    private void release(long limit) {
        while (written < limit) {
            long begin = Math.min(runs.begin(), limit);
            if (written < begin) {
                copy(begin);
            } else {
                if (maskedTo != written) {
                    put(STARS, 0, STARS.length);
                }
                written = Math.min(runs.end(), limit);
                maskedTo = written;
                runs.cut(written);
            }
        }
    }

    private void copy(long to) {
        while (written < to) {
            int from = index(written);
            int count = (int) Math.min(to - written, held.length - from);
            put(held, from, count);
            written += count;
        }
    }

    private int index(long place) {
        return (int) place & held.length - 1;
    }

    private void put(byte[] bytes, int from, int count) {
        if (outLength + count > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, outLength + count));
        }
        System.arraycopy(bytes, from, out, outLength, count);
        outLength += count;
    }

    private void send() throws IOException {
        if (outLength > 0) {
            int count = outLength;
            outLength = 0;
            target.write(out, 0, count);
        }
    }

    /** What is held back stays held back. */
    @Override
    public synchronized void flush() throws IOException {
        target.flush();
    }

    /** Writes what is held back: nothing more comes that belongs to it. What comes all the same begins anew. */
    public synchronized void finish() throws IOException {
        release(position);
        state = 0;
        held = NOTHING;
        try {
            send();
        } finally {
            out = NOTHING;
        }
    }

    /** How many bytes it keeps room for. */
    synchronized int room() {
        return held.length + out.length;
    }

    /** Finishes, and closes what it writes to. */
    @Override
    public synchronized void close() throws IOException {
        finish();
        target.close();
    }

    /** What is to be masked of the bytes that are held back: runs that do not touch, in their order. */
    private static final class Runs {
        private static final long NONE = Long.MAX_VALUE;

        private long[] begins = new long[8];
        private long[] ends = new long[8];
        private int first;
        private int count;

        /** Ends where the stream is, so that it touches the last ones only. */
        void add(long begin, long end) {
            long joined = begin;
            while (count > 0 && ends[first + count - 1] >= joined) {
                joined = Math.min(joined, begins[first + count - 1]);
                count--;
            }
            if (first + count == begins.length) {
                makeRoom();
            }
            begins[first + count] = joined;
            ends[first + count] = end;
            count++;
        }

        private void makeRoom() {
            int size = Math.max(begins.length, 2 * count);
            long[] movedBegins = new long[size + 1];
            long[] movedEnds = new long[size + 1];
            System.arraycopy(begins, first, movedBegins, 0, count);
            System.arraycopy(ends, first, movedEnds, 0, count);
            begins = movedBegins;
            ends = movedEnds;
            first = 0;
        }

        long begin() {
            return count == 0 ? NONE : begins[first];
        }

        long end() {
            return ends[first];
        }

        /** The first run is masked up to here. */
        void cut(long to) {
            if (ends[first] <= to) {
                first++;
                count--;
            } else {
                begins[first] = to;
            }
            if (count == 0) {
                first = 0;
            }
        }
    }
}
