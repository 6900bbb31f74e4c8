// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.frame;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** How somebody leaves the console: also while that cannot be written down, since a session that does not end is the worse of both. */
final class Leaving {
    private static final Logger LOG = System.getLogger(Leaving.class.getName());

    private Leaving() {}

    /** Ends a session, and then writes it down if that can be done. */
    static void leave(String username, Runnable end, Runnable writeDown) {
        end.run();
        try {
            writeDown.run();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "Writing down that `%s` has logged out; the session has ended".formatted(username),
                    e);
        }
    }
}
