// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.error.ProblemException;
import io.slipway.pace.Newest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Envelopes and messages that were refused: all are counted, the first of each cause is logged, so that who sends many fills no disk. */
final class Refusals {
    private static final Logger LOG = System.getLogger(Refusals.class.getName());
    private static final int REMEMBERED = 1_000;

    private final LongAdder count = new LongAdder();
    private final Map<String, Boolean> logged = Newest.byAge(REMEMBERED);

    /**
     * @param entry the server's id
     * @param sender who the envelope says to be from; empty for the master
     */
    void refuse(String stream, String entry, String sender, ProblemException why) {
        count.increment();
        if (isFirst("%s %s %s".formatted(stream, why.problem(), sender))) {
            LOG.log(
                    Level.ERROR,
                    "Stream `%s`: entry `%s` is dropped. %s (%s; more of the same cause are only counted)"
                            .formatted(
                                    stream,
                                    entry,
                                    why.getMessage(),
                                    why.problem().code()));
        }
    }

    private synchronized boolean isFirst(String cause) {
        return logged.put(cause, true) == null;
    }

    long count() {
        return count.sum();
    }

    synchronized int remembered() {
        return logged.size();
    }
}
