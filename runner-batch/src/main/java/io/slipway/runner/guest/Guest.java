// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.job.AttemptRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A disposable guest that serves one attempt.
 *
 * <p>Order of calls: {@link #boot} → {@link #await} → any of the others, one at a time → {@link #close}, which may also come
 * at any moment before, and more than once. {@link #interrupt} may be called by another thread at any time: what runs in the
 * guest then ends soon with an exception or an exit code; nothing else may be done with the guest after it but to close it.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}: of our family when the guest broke, of the user's when the
 * manifest asked for something that cannot be.
 */
public interface Guest extends AutoCloseable {

    /** Starts it; what the start prints goes to {@code log}. */
    void boot(OutputStream log);

    /** Waits until it answers. */
    void await();

    /** Where and how its build user works. */
    HomeSettings home();

    /** Writes files below the home folder, all in one go. */
    void send(List<GuestFile> files);

    /** Adds a package repository. @return exit code */
    int addRepository(String name, String source, OutputStream log);

    /** Installs packages. @return exit code */
    int install(List<String> packages, OutputStream log);

    /**
     * Runs a command of the shell from the home folder, in a session of its own.
     *
     * @param terminal whether it gets a terminal; then both outputs come as one
     * @return its exit code; -1 when the session ended without one
     */
    int run(String command, boolean terminal, OutputStream log);

    /**
     * What each of these paths and patterns finds. {@code *}, {@code ?} and {@code [...]} mean what they mean in bash, and {@code **} any number
     * of folders; nothing else in them means anything.
     *
     * @param entries relative to the home folder unless absolute
     * @param most after so many paths of one entry, one more is told, and then no other
     * @return one for each entry, in order
     * @throws io.slipway.error.ProblemException ARTIFACT_FAILED when a name is not UTF-8
     */
    List<Matches> find(List<String> entries, int most);

    /**
     * Copies a file out, or a folder as a packed archive ({@code .tar.gz}) that has the folder's name in it.
     *
     * @param limit the most bytes
     * @throws io.slipway.error.ProblemException ARTIFACT_FAILED when it is not there any more or changes meanwhile, ARTIFACT_TOO_LARGE
     */
    void fetch(GuestPath path, long limit, Path to) throws IOException;

    /**
     * Packs a cache into one archive, unless it is as {@link #unpack} left it.
     *
     * @param limit the most bytes
     * @param to the archive; not written when there is none
     * @throws io.slipway.error.ProblemException CACHE_TOO_LARGE, or CACHE_FAILED when it cannot be packed
     */
    CachedFolders.Packed pack(CachedFolders cache, long limit, Path to) throws IOException;

    /**
     * Unpacks a cache, over what is there.
     *
     * @throws io.slipway.error.ProblemException CACHE_FAILED when it cannot be unpacked
     */
    void unpack(CachedFolders cache, Path archive) throws IOException;

    /**
     * Remembers what it is now, disk and memory, while it runs on; nothing else may be done with it meanwhile.
     *
     * @param number greater than that of the one before
     * @return false when it cannot be done, or not now
     */
    default boolean checkpoint(int number) {
        return false;
    }

    /**
     * Ends it and keeps its newest checkpoint; may be called after {@link #interrupt}.
     *
     * @param folder where, not there yet
     * @return the number of the checkpoint; empty when there is none, and the guest is as it was
     */
    default OptionalInt keep(Path folder) {
        return OptionalInt.empty();
    }

    /**
     * Opens a session for a person, beside whatever runs; may be called while nothing runs, by any thread.
     *
     * @throws io.slipway.error.ProblemException GUEST_LOST when it does not answer
     */
    GuestTerminal open(GuestTerminal.Request request);

    /** Another attempt at the same job goes on in it. */
    default void serve(AttemptRef attempt) {}

    /** Ends whatever runs in it now. */
    void interrupt();

    /** Throws it away; everything in it is gone. */
    @Override
    void close();

    /**
     * A file to send.
     *
     * @param path below the home folder
     * @param mode permission bits
     */
    record GuestFile(String path, int mode, byte[] content) {}
}
