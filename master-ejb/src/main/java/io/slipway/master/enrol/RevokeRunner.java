// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Outbox;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.settle.SettleJob.Ending;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.CheckpointStore;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.StandbyStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage.CancelAttempt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Revokes a runner, for administrators: from then on nothing is taken from it and no job goes to it, until it is enrolled again with a
 * token for its name. Runs in one transaction.
 *
 * <p>Its live attempts are taken back as if its lease had ended, and nobody goes on in a guest that it keeps. It is told to cancel what it
 * runs, so that a runner that is only out of favour does not go on beside the one that has the job next.
 */
public final class RevokeRunner {
    private static final Logger LOG = System.getLogger(RevokeRunner.class.getName());

    private final RunnerStore runners;
    private final EnrolmentStore enrolments;
    private final AttemptStore attempts;
    private final CheckpointStore checkpoints;
    private final StandbyStore standby;
    private final SettleJob settle;
    private final Outbox outbox;
    private final Keyring keyring;
    private final Transaction transaction;
    private final Clock clock;

    public RevokeRunner(
            Stores stores, SettleJob settle, Outbox outbox, Keyring keyring, Transaction transaction, Clock clock) {
        this.runners = stores.runners();
        this.enrolments = stores.enrolments();
        this.attempts = stores.attempts();
        this.checkpoints = stores.checkpoints();
        this.standby = stores.standby();
        this.settle = settle;
        this.outbox = outbox;
        this.keyring = keyring;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Once more changes nothing. @throws ProblemException RUNNER_UNKNOWN */
    public void revoke(Caller caller, RunnerName runner) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        Instant now = clock.instant();
        if (!enrolments.revoke(runner, now)) {
            requireKnown(runner);
            return;
        }
        // First, so that no job goes on there.
        checkpoints.held(runner, List.of(), attempt -> {});
        standby.standing(runner, List.of(), attempt -> {});
        outbox.discard(runner);
        outbox.expel(runner);
        takeBack(caller, runner, now);
        transaction.afterCommit(() -> {
            keyring.forget(runner);
            LOG.log(Level.INFO, "`~{0}` revoked runner `{1}`", caller.username(), runner);
        });
    }

    private void requireKnown(RunnerName runner) {
        if (runners.heard(runner).isEmpty()) {
            throw new ProblemException(
                    Problem.RUNNER_UNKNOWN, "Revoking runner `%s`: there is none of that name".formatted(runner));
        }
    }

    private void takeBack(Caller caller, RunnerName runner, Instant now) {
        String sentence = "Runner `%s` was revoked by `~%s`.".formatted(runner, caller.username());
        Outcome outcome = new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, sentence);
        List<AttemptRef> held = attempts.live(runner);
        settle.settle(attempts.lock(held).stream()
                .filter(AttemptRow::isLive)
                .map(row -> new Ending(row, outcome, now))
                .toList());
        held.forEach(attempt -> outbox.send(runner, new CancelAttempt(attempt, "The runner was revoked.")));
    }
}
