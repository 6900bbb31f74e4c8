// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.job.RunnerName;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;

/** Every Redis key that Slipway uses: one method for each, with its type and its expiry. */
public final class Keys {
    private static final String PREFIX = "slipway:";

    /** The pattern of every key. */
    static final String ALL = PREFIX + "*";

    private Keys() {}

    /** Stream of {@link RunnerMessage}s for one runner, read by that runner alone; an entry lives until acknowledged. */
    public static String inbox(RunnerName runner) {
        return PREFIX + "runner:" + runner.value() + ":inbox";
    }

    /** Stream of {@link RunnerEvent}s of one runner, written by that runner alone, read by the masters; an entry lives until acknowledged. */
    public static String events(RunnerName runner) {
        return PREFIX + "runner:" + runner.value() + ":events";
    }
}
