// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import java.io.InputStream;
import java.io.OutputStream;

/** A shell in a guest, each command in a session of its own that begins in the home folder and has no terminal. */
@FunctionalInterface
interface GuestShell {

    /**
     * Runs a command.
     *
     * @param input for the command, read to its end; null for none
     * @param output of both kinds
     * @return its exit code; -1 when it ended without one
     */
    int run(String command, InputStream input, OutputStream output);
}
