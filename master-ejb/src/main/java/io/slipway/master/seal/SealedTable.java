// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.seal;

import java.util.List;
import java.util.function.Consumer;

/** A table with something in it that is sealed. Needs a running transaction. */
public interface SealedTable {

    /** As people call it. */
    String name();

    /**
     * Rows that do not begin with a mark, in the order of their places, at most so many; nobody else changes them until the transaction ends.
     *
     * @param after the {@link Row#position} behind which they begin; 0 for all
     */
    List<Row> sealedOtherwise(byte[] mark, long after, int most);

    /** How many rows do not begin with a mark. */
    int countSealedOtherwise(byte[] mark);

    /**
     * A row.
     *
     * @param position where to go on behind it; rows of one position may come twice, and none is left out
     * @param place what it is bound to
     * @param replace stores it sealed anew
     */
    record Row(long position, String place, byte[] sealed, Consumer<byte[]> replace) {}
}
