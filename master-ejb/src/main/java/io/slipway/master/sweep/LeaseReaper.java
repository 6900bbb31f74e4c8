// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sweep;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.message.Outbox;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.settle.SettleJob.Ending;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage.CancelAttempt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes attempts back whose runner was silent until the lease ended, and ends those whose runner holds them long after the time limit.
 *
 * <p>Looks at a bounded number in a tick, each in a transaction of its own; one that cannot be mended is logged and passed over, and
 * the next tick goes on behind it. Lets alone whom the master has not heard for a whole lease without a break, because after
 * a break it is the master who was deaf, not the runner who was silent.
 */
public final class LeaseReaper {
    private static final Logger LOG = System.getLogger(LeaseReaper.class.getName());

    private static final int MOST = 100;

    private final AttemptStore attempts;
    private final SettleJob settle;
    private final Transaction transaction;
    private final Outbox outbox;
    private final Function<RunnerName, Optional<Instant>> hearingSince;
    private final Duration lease;
    private final Clock clock;
    private long after;

    /** @param hearingSince since when every event of a runner was heard soon after it came; empty while that is not so */
    public LeaseReaper(
            AttemptStore attempts,
            SettleJob settle,
            Transaction transaction,
            Outbox outbox,
            Function<RunnerName, Optional<Instant>> hearingSince,
            Duration lease,
            Clock clock) {
        this.attempts = attempts;
        this.settle = settle;
        this.transaction = transaction;
        this.outbox = outbox;
        this.hearingSince = hearingSince;
        this.lease = lease;
        this.clock = clock;
    }

    /** Looks once; called by one thread. */
    public void tick() {
        Instant now = clock.instant();
        List<AttemptRef> expired = transaction.separate(() -> attempts.expired(now, after, MOST));
        for (AttemptRef attempt : expired) {
            after = attempt.job().value();
            reap(attempt, now);
        }
        if (expired.size() < MOST) {
            after = 0;
        }
    }

    private void reap(AttemptRef attempt, Instant now) {
        try {
            transaction.separate(() -> attempts.lock(List.of(attempt)).stream()
                    .filter(row -> row.isLive() && isHeard(row.runner(), now))
                    .forEach(row -> reap(row, now)));
        } catch (RuntimeException e) {
            // Without its trace: it comes again with every round until somebody mends the row.
            LOG.log(Level.ERROR, "Ending {0}; passing over it for now: {1}", attempt, e.getMessage());
        }
    }

    private boolean isHeard(RunnerName runner, Instant now) {
        return hearingSince
                .apply(runner)
                .filter(since -> !since.isAfter(now.minus(lease)))
                .isPresent();
    }

    private void reap(AttemptRow row, Instant now) {
        if (row.leaseExpires().isBefore(now)) {
            takeBack(row, now);
        } else if (row.overdue().isBefore(now)) {
            endOverdue(row, now);
        }
    }

    private void takeBack(AttemptRow row, Instant now) {
        String sentence = "Runner `%s` gave no sign of life for %d seconds.".formatted(row.runner(), lease.toSeconds());
        end(row, new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, sentence), "The lease has ended.", now);
    }

    /** The runner lives, so nothing is wrong with it that another one would do better: the job is not tried again. */
    private void endOverdue(AttemptRow row, Instant now) {
        String sentence = "The job's time limit passed, and runner `%s` did not end it.".formatted(row.runner());
        Outcome outcome = row.cancelRequested()
                ? new Outcome.Cancelled("Cancelled. " + sentence)
                : new Outcome.TimedOut(sentence);
        end(row, outcome, "The time limit has passed.", now);
    }

    private void end(AttemptRow row, Outcome outcome, String reason, Instant now) {
        LOG.log(Level.WARNING, "Ending {0}: {1}", row.ref(), outcome.sentence());
        settle.settle(List.of(new Ending(row, outcome, now)));
        outbox.send(row.runner(), new CancelAttempt(row.ref(), reason));
    }
}
