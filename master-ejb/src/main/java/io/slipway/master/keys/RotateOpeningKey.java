// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.PublicKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.EnrolmentStore.SealingRow;
import io.slipway.master.store.SealStore;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage.KeysRenewed;
import io.slipway.pace.NowAndThen;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Gives the masters another key to open with what runners say. Every message to a runner says what it is to seal to, so each learns the new key by the next
 * one that it gets, also when it was away meanwhile; what is sealed to the old key opens until an administrator retires that, which cannot be done
 * while a runner seals to it.
 */
public final class RotateOpeningKey {
    private static final Logger LOG = System.getLogger(RotateOpeningKey.class.getName());
    /** A runner to which there is nothing to say learns nothing. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(30);
    /** What was sealed to the old key may be at a master that was killed, from which another one takes it. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final OpeningKeys keys;
    private final SealStore proofs;
    private final EnrolmentStore enrolments;
    private final Outbox outbox;
    private final Duration lease;
    private final Transaction transaction;
    private final Clock clock;
    private final NowAndThen telling;

    /** @param lease how long a runner that is silent counts as there */
    public RotateOpeningKey(
            OpeningKeys keys,
            SealStore proofs,
            EnrolmentStore enrolments,
            Outbox outbox,
            Duration lease,
            Transaction transaction,
            Clock clock) {
        this.keys = keys;
        this.proofs = proofs;
        this.enrolments = enrolments;
        this.outbox = outbox;
        this.lease = lease;
        this.transaction = transaction;
        this.clock = clock;
        this.telling = new NowAndThen(TELL_AGAIN, clock);
    }

    /** In a running transaction. */
    public OpeningKeyView view(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        keys.refresh();
        return new OpeningKeyView(
                keys.newest().fingerprint(), keys.size(), keys.size() > 1 ? names(behind()) : List.of());
    }

    /** Those that are enrolled and have not shown that they know the newest key. */
    private List<SealingRow> behind() {
        return enrolments.sealingOtherwise(keys.newest().text());
    }

    private static List<RunnerName> names(List<SealingRow> rows) {
        return rows.stream().map(SealingRow::runner).toList();
    }

    /** Makes a key that runners are to seal to from now on. Runs in one transaction. @throws ProblemException KEYS_BUSY while there is an old one */
    public void rotate(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        lock();
        if (keys.size() > 1) {
            throw new ProblemException(
                    Problem.KEYS_BUSY,
                    "Making a new key that runners seal to: %d keys are in use; retire the old ones first"
                            .formatted(keys.size()));
        }
        String old = keys.newest().fingerprint();
        keys.add();
        LOG.log(
                Level.INFO,
                "`~{0}` made a new key that runners seal to: `{1}` in place of `{2}`",
                caller.username(),
                keys.newest().fingerprint(),
                old);
    }

    /** Throws the old keys away. Runs in one transaction. @throws ProblemException KEYS_BUSY while something is sealed to one, or may be */
    public void retire(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        lock();
        if (keys.size() == 1) {
            return;
        }
        List<RunnerName> behind = names(behind());
        Instant settled = keys.since().plus(SETTLED);
        if (!behind.isEmpty() || clock.instant().isBefore(settled)) {
            throw new ProblemException(
                    Problem.KEYS_BUSY,
                    "Retiring old keys that runners seal to: %s"
                            .formatted(
                                    behind.isEmpty()
                                            ? "what was sealed to one may still be on its way until " + settled
                                            : "these have not sealed anything to the new one yet, %s; revoke those that are gone for good"
                                                    .formatted(behind)));
        }
        keys.retire();
        LOG.log(
                Level.INFO,
                "`~{0}` retired the old keys that runners seal to; `{1}` is left",
                caller.username(),
                keys.newest().fingerprint());
    }

    /** One at a time, of all masters; with the keys as they are by now. */
    private void lock() {
        proofs.lock();
        keys.refresh();
    }

    /** Takes what other masters have done to the keys, and has runners that are there learn the newest; makes its own transaction. */
    public void tick() {
        keys.refresh();
        if (keys.size() > 1 && telling.isDue()) {
            transaction.separate(this::tell);
            telling.rest();
        }
    }

    /** Something that changes nothing: with it comes the key. */
    private void tell() {
        Instant here = clock.instant().minus(lease);
        for (SealingRow row : behind()) {
            if (row.heard().isAfter(here)) {
                String own = PublicKeys.fingerprint(row.verifyingKey(), row.sealingKey());
                outbox.send(row.runner(), new KeysRenewed(own));
            }
        }
    }
}
