// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import java.io.InputStream;
import java.io.OutputStream;

/** A person's session in a guest. */
public interface GuestTerminal extends AutoCloseable {

    /** Carries what the session prints, in the calling thread, until it ends. @return its exit code; -1 when it ended without one */
    int await();

    /** The person's window has another size now, in characters. */
    void resize(int columns, int rows);

    /** Ends the session; may be called by another thread. */
    @Override
    void close();

    /**
     * What the session is to be.
     *
     * @param command for the shell; empty for a login
     * @param window null for no terminal
     * @param out for both outputs
     */
    record Request(String command, Window window, InputStream in, OutputStream out) {}

    /**
     * A terminal's window.
     *
     * @param type such as {@code xterm}
     * @param columns in characters
     * @param rows in characters
     */
    record Window(String type, int columns, int rows) {}
}
