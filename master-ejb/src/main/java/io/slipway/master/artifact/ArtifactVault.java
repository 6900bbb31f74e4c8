// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.job.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Where the bytes of artifacts are kept.
 *
 * <p>Order of calls: {@link #receive}, then {@link Incoming#keep} when the artifact is wanted, then {@link Incoming#close} in any
 * case. Safe for many threads.
 */
public interface ArtifactVault {

    /** Takes bytes in, to the end of the stream, without keeping them yet; throws REQUEST_TOO_LARGE or DISK_REFUSED. */
    Incoming receive(InputStream bytes);

    /** The file of an artifact that was kept, whether it is still there or not. */
    Path file(JobId job, int position, String name);

    /** Removes the file of an artifact; one that is not there is no matter. */
    void remove(JobId job, int position, String name);

    /** Bytes that were taken in. Closing it throws them away unless they were kept. */
    interface Incoming extends AutoCloseable {
        long size();

        /** In lower-case hexadecimal. */
        String sha256();

        /** The bytes, before they are kept. */
        InputStream open() throws IOException;

        /** Keeps the bytes as an artifact, instead of those that it had before. */
        void keep(JobId job, int position, String name);

        @Override
        void close();
    }
}
