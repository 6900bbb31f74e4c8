// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.pace.Newest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Events that were refused: all are counted, the first of each attempt and runner is logged. And those that were passed over because they say
 * nothing new, as one that is played again does.
 */
public final class Refusals {
    private static final Logger LOG = System.getLogger(Refusals.class.getName());
    private static final int REMEMBERED = 10_000;

    private final LongAdder count = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final Map<String, Boolean> logged = Newest.byAge(REMEMBERED);

    void refuse(AttemptEvent event, Problem problem, String reason) {
        refuse(event, event.attempt(), problem, reason);
    }

    void refuse(RunnerEvent event, AttemptRef attempt, Problem problem, String reason) {
        count.increment();
        log(Level.WARNING, "Refusing", event, problem, attempt.toString(), " for %s: %s".formatted(attempt, reason));
    }

    /** Refuses what a runner says about itself. */
    void refuse(RunnerEvent event, Problem problem, String reason) {
        count.increment();
        log(Level.WARNING, "Refusing", event, problem, "", ": " + reason);
    }

    /** Passes over an event that changes nothing any more; it may have come twice by itself, or somebody has played it again. */
    void passOver(RunnerEvent event, AttemptRef attempt, String reason) {
        repeated.increment();
        log(
                Level.INFO,
                "Passing over",
                event,
                Problem.EVENT_REPEATED,
                attempt.toString(),
                " for %s: %s".formatted(attempt, reason));
    }

    /** Passes over what a runner has said about itself before. */
    void passOver(RunnerEvent event, String reason) {
        repeated.increment();
        log(Level.INFO, "Passing over", event, Problem.EVENT_REPEATED, "", ": " + reason);
    }

    private synchronized void log(
            Level level, String doing, RunnerEvent event, Problem problem, String about, String rest) {
        String cause = "%s %s %s".formatted(event.runner(), problem, about);
        if (logged.put(cause, true) == null) {
            LOG.log(
                    level,
                    "{0} `{1}` of runner `{2}`{3} ({4}; more of the same are only counted)",
                    doing,
                    event.getClass().getSimpleName(),
                    event.runner(),
                    rest,
                    problem.code());
        }
    }

    /** How many events were refused since the start. */
    public long count() {
        return count.sum();
    }

    /** How many events were passed over since the start. */
    public long repeated() {
        return repeated.sum();
    }
}
