// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.Problem;
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

    void refuse(RunnerEvent event, AttemptRef attempt, String reason) {
        refuse(event, attempt.toString(), " for %s: %s".formatted(attempt, reason));
    }

    /** Refuses what a runner says about itself. */
    void refuse(RunnerEvent event, Problem problem, String reason) {
        refuse(event, problem.code(), ": %s (%s)".formatted(reason, problem.code()));
    }

    private synchronized void refuse(RunnerEvent event, String cause, String rest) {
        count.increment();
        if (logged.put(event.runner() + " " + cause, true) == null) {
            LOG.log(
                    Level.WARNING,
                    "Refusing `{0}` of runner `{1}`{2}",
                    event.getClass().getSimpleName(),
                    event.runner(),
                    rest);
        }
    }

    /** How many events were refused since the start. */
    public long count() {
        return count.sum();
    }
}
