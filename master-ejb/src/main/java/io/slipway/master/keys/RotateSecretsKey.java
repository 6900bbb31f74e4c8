// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.seal.Seal;
import io.slipway.master.seal.SealProof;
import io.slipway.master.seal.SealedTable;
import io.slipway.master.store.SealStore;
import io.slipway.master.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the secrets of the database another key. An administrator has a key made; from then on everything new is sealed with it, and the rounds of
 * the master seal anew what there is, batch by batch, each in a transaction of its own. When nothing is left that needs an old key, the administrator
 * retires those.
 *
 * <p>What was sealed with which key stands on it, so nothing has to be remembered: a master that was killed goes on where it was.
 */
public final class RotateSecretsKey {
    private static final Logger LOG = System.getLogger(RotateSecretsKey.class.getName());
    private static final int BATCH = 100;
    private static final int MOST_REMEMBERED = 1_000;
    /** What another master has sealed with the old key just before may be in a transaction that has not ended yet. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Seal seal;
    private final SealStore proofs;
    private final List<SealedTable> tables;
    private final Transaction transaction;
    private final Clock clock;
    private final Set<String> stuck = new HashSet<>();

    /** @param tables everything that is sealed */
    public RotateSecretsKey(
            Seal seal, SealStore proofs, List<SealedTable> tables, Transaction transaction, Clock clock) {
        this.seal = seal;
        this.proofs = proofs;
        this.tables = List.copyOf(tables);
        this.transaction = transaction;
        this.clock = clock;
    }

    /** In a running transaction. */
    public SecretsKeyView view(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        seal.refresh();
        return new SecretsKeyView(seal.newest(), seal.size(), proofs.since().orElse(null), left());
    }

    /** With the proof, without which no master starts. */
    private int left() {
        byte[] mark = seal.mark();
        int proof = proofs.proof().filter(left -> !SealProof.begins(left, mark)).isPresent() ? 1 : 0;
        return proof
                + tables.stream()
                        .mapToInt(table -> table.countSealedOtherwise(mark))
                        .sum();
    }

    /**
     * Makes a key that is sealed with from now on. Runs in one transaction.
     *
     * @throws ProblemException KEYS_BUSY while there is an old one still, SETTING_ILLEGAL when this master's file is not the newest
     */
    public void rotate(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        SealProof.requireOpens(seal, proofs.lock());
        if (seal.size() > 1) {
            throw new ProblemException(
                    Problem.KEYS_BUSY,
                    "Making a new key of secrets: %d keys are in use; retire the old ones first"
                            .formatted(seal.size()));
        }
        String old = seal.newest();
        seal.add();
        proofs.replace(SealProof.made(seal), clock.instant());
        LOG.log(
                Level.INFO,
                "`~{0}` made a new key of secrets: `{1}` in place of `{2}`",
                caller.username(),
                seal.newest(),
                old);
    }

    /**
     * Throws the old keys away. Runs in one transaction.
     *
     * @throws ProblemException KEYS_BUSY while something is sealed with one, or may be
     */
    public void retire(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        SealProof.requireOpens(seal, proofs.lock());
        int left = left();
        Instant settled = proofs.since().orElse(Instant.EPOCH).plus(SETTLED);
        if (left > 0 || clock.instant().isBefore(settled)) {
            throw new ProblemException(
                    Problem.KEYS_BUSY,
                    "Retiring old keys of secrets: %s; the master seals them anew by itself, try again later"
                            .formatted(
                                    left > 0
                                            ? "%d secrets and tokens are sealed with one".formatted(left)
                                            : "another master may use one until " + settled));
        }
        if (seal.size() > 1) {
            seal.retire();
            LOG.log(
                    Level.INFO,
                    "`~{0}` retired the old keys of secrets; `{1}` is left",
                    caller.username(),
                    seal.newest());
        }
    }

    /** Seals anew what is sealed with an old key; makes its own transactions. */
    public void tick() {
        seal.refresh();
        if (seal.size() > 1) {
            transaction.separate(this::resealProof);
            tables.forEach(this::reseal);
        }
    }

    /** One that was killed may have made a key and no more. */
    private void resealProof() {
        byte[] mark = seal.mark();
        proofs.lock().filter(proof -> !SealProof.begins(proof, mark)).ifPresent(proof -> {
            SealProof.requireOpens(seal, Optional.of(proof));
            proofs.replace(SealProof.made(seal), clock.instant());
        });
    }

    private void reseal(SealedTable table) {
        long after = 0;
        int done = 0;
        boolean more = true;
        while (more) {
            long from = after;
            Batch batch = transaction.separate(() -> batch(table, from));
            more = batch.sealed() > 0 || batch.last() > after;
            after = batch.last();
            done += batch.sealed();
        }
        if (done > 0) {
            LOG.log(Level.INFO, "{0} {1} are sealed with key `{2}` now", done, table.name(), seal.newest());
        }
    }

    /** @param sealed how many were sealed anew */
    private record Batch(long last, int sealed) {}

    private Batch batch(SealedTable table, long after) {
        long last = after;
        int sealed = 0;
        for (SealedTable.Row row : table.sealedOtherwise(seal.mark(), after, BATCH)) {
            last = row.position();
            Optional<byte[]> anew = anew(row);
            anew.ifPresent(row.replace());
            sealed += anew.isPresent() ? 1 : 0;
        }
        return new Batch(last, sealed);
    }

    private Optional<byte[]> anew(SealedTable.Row row) {
        try {
            return Optional.of(seal.seal(seal.unseal(row.sealed(), row.place()), row.place()));
        } catch (ProblemException e) {
            pass(row.place(), e);
            return Optional.empty();
        }
    }

    /** What nobody can open keeps the old keys from being retired, and nothing else from being sealed anew. */
    private void pass(String place, ProblemException why) {
        if (stuck.size() < MOST_REMEMBERED && stuck.add(place)) {
            LOG.log(Level.ERROR, "{0} ({1})", why.getMessage(), why.problem().code());
        }
    }
}
