// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.EnrolmentStore.KeysRow;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerEvent.KeysOffered;
import io.slipway.message.RunnerMessage.KeysRenewed;
import io.slipway.message.RunnerMessage.RenewKeys;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes new keys of runners in place of those that they have. A runner offers them by itself when its own are old, or because an administrator asked
 * for it; they count when the keys that it has did sign them. What the key before has signed is taken for a day more.
 */
public final class RenewRunnerKeys {
    private static final Logger LOG = System.getLogger(RenewRunnerKeys.class.getName());
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    private final EnrolmentStore enrolments;
    private final Keyring keyring;
    private final Outbox outbox;
    private final Duration lease;
    private final Transaction transaction;
    private final Clock clock;

    /** @param lease how long a runner that is silent counts as there */
    public RenewRunnerKeys(
            EnrolmentStore enrolments,
            Keyring keyring,
            Outbox outbox,
            Duration lease,
            Transaction transaction,
            Clock clock) {
        this.enrolments = enrolments;
        this.keyring = keyring;
        this.outbox = outbox;
        this.lease = lease;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Has a runner make keys anew; it is asked again until it has. In a running transaction. @throws ProblemException RUNNER_UNKNOWN */
    public void ask(Caller caller, RunnerName runner) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        if (!enrolments.askForKeys(runner, clock.instant())) {
            throw new ProblemException(
                    Problem.RUNNER_UNKNOWN,
                    "Asking runner `%s` for new keys: none of that name is enrolled".formatted(runner));
        }
        outbox.send(runner, new RenewKeys());
        LOG.log(Level.INFO, "`~{0}` asked runner `{1}` for new keys", caller.username(), runner);
    }

    /** Asks those again that have not answered; makes its own transaction. */
    public void tick() {
        Instant now = clock.instant();
        transaction.separate(() -> enrolments
                .askAgainForKeys(now.minus(ASK_AGAIN), now.minus(lease), now)
                .forEach(runner -> outbox.send(runner, new RenewKeys())));
    }

    /** Takes keys, in a running transaction; those that the runner has already are confirmed once more. @return why they were refused */
    public Optional<String> take(KeysOffered offered) {
        PublicKeys keys;
        try {
            keys = new PublicKeys(VerifyingKey.of(offered.verifyingKey()), SealingKey.of(offered.sealingKey()));
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
        Optional<KeysRow> known = enrolments.lockKeys(offered.runner()).filter(row -> !row.revoked());
        if (known.isEmpty()) {
            return Optional.of("it is not enrolled, or was revoked");
        }
        KeysRow row = known.get();
        boolean alreadyItsOwn = row.verifyingKey().equals(keys.verifying().text())
                && row.sealingKey().equals(keys.sealing().text());
        if (!alreadyItsOwn) {
            String statement = RunnerKeys.statement(offered.runner().value(), keys);
            if (!VerifyingKey.of(row.verifyingKey()).fits(statement, offered.signature())) {
                return Optional.of("the keys that it has did not sign the new ones");
            }
            if (!keys.verifying().fits(statement, offered.proof())) {
                return Optional.of("the new keys did not sign themselves");
            }
            replace(offered.runner(), keys);
        }
        outbox.send(offered.runner(), keys.sealing(), new KeysRenewed(keys.fingerprint()));
        return Optional.empty();
    }

    private void replace(RunnerName runner, PublicKeys keys) {
        Instant now = clock.instant();
        enrolments.renew(
                runner, List.of(keys.verifying().text(), keys.sealing().text()), now, now.plus(RunnerKeys.OVERLAP));
        transaction.afterCommit(() -> {
            keyring.forget(runner);
            LOG.log(Level.INFO, "Runner `{0}` has new keys: {1}", runner, keys.fingerprint());
        });
    }
}
