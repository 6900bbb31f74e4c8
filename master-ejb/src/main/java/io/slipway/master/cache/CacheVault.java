// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.cache;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where the bytes of caches are kept. A file is written once: a cache that changes has another file.
 *
 * <p>Order of calls: {@link #receive}, then {@link Incoming#keep} when the bytes are wanted, then {@link Incoming#close} in any case. Safe for many
 * threads.
 */
public interface CacheVault {

    /** Takes bytes in, to the end of the stream, without keeping them yet; throws REQUEST_TOO_LARGE or DISK_REFUSED. */
    Incoming receive(InputStream bytes);

    /** The file of a cache that was kept, whether it is still there or not. */
    Path file(long owner, String name);

    /** Removes files of an owner; one that is not there is no matter. */
    void remove(long owner, List<String> names);

    /**
     * Removes what nobody needs.
     *
     * @param before what was written later stays: it may belong to a transaction that has not ended
     * @param known gives those of some names that belong to caches
     */
    void sweep(Instant before, UnaryOperator<Set<String>> known);

    /** Bytes that were taken in. Closing it throws them away unless they were kept. */
    interface Incoming extends AutoCloseable {
        long size();

        /** In lower-case hexadecimal. */
        String sha256();

        /** Keeps the bytes as a file of an owner. */
        void keep(long owner, String name);

        @Override
        void close();
    }
}
