// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.Pedigree;
import io.slipway.envelope.Pedigree.Step;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.MasterKeyStore;
import io.slipway.master.store.MasterKeyStore.StepRow;
import io.slipway.master.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedList;
import java.util.List;

/**
 * Gives the master another key to sign with. The old key signs the new one, and every message that is signed with the new one says so: a runner that
 * knows the old one learns the new one by the next message that it gets, also when it was away meanwhile.
 *
 * <p>The new key waits in a file beside the old one's until the database knows of it; a master that was killed in between goes on from there.
 */
public final class RotateSigningKey {
    private static final Logger LOG = System.getLogger(RotateSigningKey.class.getName());
    private static final int MOST = 100;
    /** A runner that has learned a key takes that and the one before: no master may sign with an older one. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final MasterSigner signer;
    private final MasterKeyStore keys;
    private final EnrolmentStore enrolments;
    private final Transaction transaction;
    private final Clock clock;
    private boolean told;

    public RotateSigningKey(
            MasterSigner signer, MasterKeyStore keys, EnrolmentStore enrolments, Transaction transaction, Clock clock) {
        this.signer = signer;
        this.keys = keys;
        this.enrolments = enrolments;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** In a running transaction. */
    public SigningKeyView view(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        List<StepRow> steps = lineage();
        if (steps.isEmpty()) {
            return new SigningKeyView(signer.publicHalf().fingerprint(), null);
        }
        StepRow last = steps.get(steps.size() - 1);
        return new SigningKeyView(VerifyingKey.of(last.newer()).fingerprint(), last.made());
    }

    /**
     * Makes the new key, with which is signed once the running transaction has committed. Enrolment tokens that were not used name the old key, and
     * work no more.
     *
     * @throws ProblemException SIGNING_KEY_REPLACED when this master's key was replaced by another master, KEYS_BUSY just after a rotation
     */
    public void rotate(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        List<StepRow> steps = lineage();
        if (!signer.take(pedigree(steps))) {
            throw replaced();
        }
        requireSettled(steps);
        Step step = signer.step();
        StepRow row = new StepRow(step.older(), step.newer(), step.signature(), clock.instant(), caller.username());
        if (!keys.insert(row)) {
            throw replaced();
        }
        enrolments.removeUnused();
        steps.add(row);
        transaction.afterCommit(() -> promote(caller, pedigree(steps)));
    }

    private static ProblemException replaced() {
        return new ProblemException(
                Problem.SIGNING_KEY_REPLACED,
                "Making a new key to sign with: that of this master was replaced by another one, which has to be copied here first");
    }

    private void requireSettled(List<StepRow> steps) {
        Instant settled = steps.isEmpty()
                ? Instant.EPOCH
                : steps.get(steps.size() - 1).made().plus(SETTLED);
        if (clock.instant().isBefore(settled)) {
            throw new ProblemException(
                    Problem.KEYS_BUSY,
                    "Making a new key to sign with: another master may not have the newest one until " + settled);
        }
    }

    /** How there came to be the newest key that this master's has led to, oldest first; empty when it is the first one. */
    private List<StepRow> lineage() {
        List<StepRow> all = keys.newest(MOST);
        String newest = signer.publicHalf().text();
        for (StepRow step : all) {
            newest = step.older().equals(newest) ? step.newer() : newest;
        }
        LinkedList<StepRow> lineage = new LinkedList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).newer().equals(newest)) {
                lineage.addFirst(all.get(i));
                newest = all.get(i).older();
            }
        }
        return lineage;
    }

    private void promote(Caller caller, Pedigree pedigree) {
        try {
            if (signer.take(pedigree)) {
                LOG.log(
                        Level.INFO,
                        "`~{0}` made a new key to sign with: `{1}`",
                        caller.username(),
                        signer.publicHalf().fingerprint());
            }
        } catch (ProblemException e) {
            // It is tried again at the next tick.
            LOG.log(Level.ERROR, "{0} ({1})", e.getMessage(), e.problem().code());
        }
    }

    private static Pedigree pedigree(List<StepRow> steps) {
        return new Pedigree(steps.stream()
                .map(step -> new Step(step.older(), step.newer(), step.signature()))
                .toList());
    }

    /** Finds out how this master came to its key, and takes one that took its place; makes its own transaction. */
    public void tick() {
        List<StepRow> steps = transaction.separate(this::lineage);
        if (signer.take(pedigree(steps))) {
            told = false;
        } else if (!told) {
            told = true;
            LOG.log(
                    Level.ERROR,
                    "The key that this master signs with was replaced at {0} by `~{1}`; copy `signing.key` of the master that has the new one, within the hour for which runners take the old one ({2})",
                    steps.get(steps.size() - 1).made(),
                    steps.get(steps.size() - 1).madeBy(),
                    Problem.SIGNING_KEY_REPLACED.code());
        }
    }
}
