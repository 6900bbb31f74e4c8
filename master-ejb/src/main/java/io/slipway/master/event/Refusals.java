// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.job.AttemptRef;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Events that were refused: all are counted, the first of each attempt and runner is logged. */
public final class Refusals {
    private static final Logger LOG = System.getLogger(Refusals.class.getName());
    private static final int REMEMBERED = 10_000;

    private final LongAdder count = new LongAdder();
    private final Map<String, Boolean> logged = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    void refuse(AttemptEvent event, String reason) {
        refuse(event, event.attempt(), reason);
    }

    synchronized void refuse(RunnerEvent event, AttemptRef attempt, String reason) {
        count.increment();
        if (logged.put(event.runner() + " " + attempt, true) == null) {
            LOG.log(
                    Level.WARNING,
                    "Refusing `{0}` of runner `{1}` for {2}: {3}",
                    event.getClass().getSimpleName(),
                    event.runner(),
                    attempt,
                    reason);
        }
    }

    /** How many events were refused since the start. */
    public long count() {
        return count.sum();
    }
}
