// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import io.slipway.master.access.Caller;

/** Runs the queries of webhooks. Safe for many threads; makes transactions of its own. */
@FunctionalInterface
public interface PayloadWriter {
    /**
     * The answer to a query, as JSON; also when there are errors in it.
     *
     * @param subscriber whose webhook it is, with what the query may read
     */
    String write(Caller subscriber, String query, JobHappened happened);
}
