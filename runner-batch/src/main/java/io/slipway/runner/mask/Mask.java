// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.mask;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Byte sequences that are not to be seen, as one automaton (Aho and Corasick's): it looks at every byte of a stream once, however many sequences
 * there are, and knows at every byte how much of the stream may still become one of them. Safe to share between threads.
 *
 * <p>States are numbered breadth first and their children sorted, so that a state takes 17 bytes.
 */
public final class Mask {
    /** Masks nothing. */
    public static final Mask NONE = new Mask(new byte[0][]);

    private static final int ROOT = 0;
    private static final int NO_STATE = -1;
    private static final int BYTES = 256;

    /** By byte: the state behind the root; the root itself when no sequence begins so. */
    private final int[] afterRoot = new int[BYTES];
    /** The byte that leads to a state. */
    private byte[] label = new byte[BYTES];
    /** The first child of a state; its last is before that of the next state. */
    private int[] firstChild = new int[BYTES];
    /** The state of the longest suffix that begins a sequence too. */
    private int[] suffix = new int[BYTES];
    /** How many bytes have led to a state. */
    private int[] depth = new int[BYTES];
    /** Length of the longest sequence that ends with a state; 0 for none. */
    private int[] ending = new int[BYTES];

    private int states = 1;
    private final int longest;

    private Mask(byte[][] sequences) {
        longest = Arrays.stream(sequences)
                .mapToInt(sequence -> sequence.length)
                .max()
                .orElse(0);
        build(sequences);
        trim();
    }

    /** Empty sequences and those that stand there twice are left out. */
    public static Mask of(Collection<byte[]> sequences) {
        TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
        sequences.stream().filter(sequence -> sequence.length > 0).forEach(sorted::add);
        return sorted.isEmpty() ? NONE : new Mask(sorted.toArray(byte[][]::new));
    }

    /** A stream that writes to {@code target} what is left of the bytes that it is given. */
    public MaskedStream before(OutputStream target) {
        return new MaskedStream(this, target);
    }

    public boolean isEmpty() {
        return longest == 0;
    }

    /** Length of the longest sequence. */
    int longest() {
        return longest;
    }

    /** The state behind another one. */
    int next(int state, byte symbol) {
        int from = state;
        while (from != ROOT) {
            int child = child(from, symbol);
            if (child != NO_STATE) {
                return child;
            }
            from = suffix[from];
        }
        return afterRoot[symbol & 0xff];
    }

    /** Whether no sequence begins with this byte. */
    boolean beginsNothing(byte symbol) {
        return afterRoot[symbol & 0xff] == ROOT;
    }

    int depth(int state) {
        return depth[state];
    }

    int ending(int state) {
        return ending[state];
    }

    private int child(int state, byte symbol) {
        int found = Arrays.binarySearch(label, firstChild[state], firstChild[state + 1], signed(symbol));
        return found < 0 ? NO_STATE : found;
    }

    /** Order as that of unsigned bytes, for a search that knows signed ones. */
    private static byte signed(byte symbol) {
        return (byte) (symbol ^ 0x80);
    }

    /** @param sequences sorted as unsigned bytes, each once: those that begin alike stand together, the shortest first */
    private void build(byte[][] sequences) {
        int[] from = new int[BYTES];
        int[] to = new int[BYTES];
        to[ROOT] = sequences.length;
        for (int state = ROOT; state < states; state++) {
            firstChild[state] = states;
            int at = depth[state];
            int first = from[state];
            if (at > 0 && sequences[first].length == at) {
                ending[state] = at;
                first++;
            }
            while (first < to[state]) {
                int last = first;
                while (last < to[state] && sequences[last][at] == sequences[first][at]) {
                    last++;
                }
                if (states + 1 >= label.length) {
                    grow(2 * label.length);
                    from = Arrays.copyOf(from, label.length);
                    to = Arrays.copyOf(to, label.length);
                }
                from[states] = first;
                to[states] = last;
                add(state, sequences[first][at]);
                first = last;
            }
        }
        firstChild[states] = states;
    }

    private void add(int parent, byte symbol) {
        int state = states++;
        label[state] = signed(symbol);
        depth[state] = depth[parent] + 1;
        if (parent == ROOT) {
            afterRoot[symbol & 0xff] = state;
        } else {
            // The suffix is shorter, so that it is known already; its children are, too.
            suffix[state] = suffixOf(parent, symbol);
        }
    }

    private int suffixOf(int parent, byte symbol) {
        return next(suffix[parent], symbol);
    }

    private void grow(int size) {
        label = Arrays.copyOf(label, size);
        firstChild = Arrays.copyOf(firstChild, size);
        suffix = Arrays.copyOf(suffix, size);
        depth = Arrays.copyOf(depth, size);
        ending = Arrays.copyOf(ending, size);
    }

    /** What ends with a state also ends with those that it is a suffix of. */
    private void trim() {
        grow(states + 1);
        for (int state = 1; state < states; state++) {
            if (ending[state] == 0) {
                ending[state] = ending[suffix[state]];
            }
        }
    }
}
