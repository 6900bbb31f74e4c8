// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.util.Locale;

/** What can be broken. */
public enum Part {
    /** One of the runners. */
    RUNNER,
    /** The master. */
    MASTER,
    /** The server that carries messages. */
    REDIS,
    /** The database. */
    POSTGRESQL,
    /** The guest of a job. */
    GUEST;

    /** As tables have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
