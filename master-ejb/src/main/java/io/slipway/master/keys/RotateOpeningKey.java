// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.PublicKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.EnrolmentStore.SealingRow;
import io.slipway.master.store.OpeningKeyStore;
import io.slipway.master.store.OpeningKeyStore.OpeningKeyRow;
import io.slipway.master.store.SealStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerMessage.KeysRenewed;
import io.slipway.pace.NowAndThen;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the masters another key to open with what runners say. The database numbers these keys. Every message to a runner says what it is to seal to, with
 * the number, so each learns the new key by the next one that it gets, also when it was away meanwhile, and goes back to no older one. What is sealed to the
 * old key opens until an administrator retires that, which cannot be done while a runner seals to it.
 *
 * <p>A master whose file has not the newest key of the database tells runners nothing.
 */
public final class RotateOpeningKey {
    private static final Logger LOG = System.getLogger(RotateOpeningKey.class.getName());
    /** A runner to which there is nothing to say learns nothing. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(30);
    /** What a master that was killed has read is read by another one within that time, and may be sealed to the old key. */
    private static final Duration SETTLED = Duration.ofSeconds(90);

    /** Within that every master has looked at the keys: none that has not the new one is left when the first runner seals to it. */
    private static final Duration KNOWN = Duration.ofSeconds(15);

    private static final int MOST_NAMED = 5;

    private final OpeningKeys keys;
    private final OpeningKeyStore numbers;
    private final SealStore proofs;
    private final EnrolmentStore enrolments;
    private final Keyring keyring;
    private final Outbox outbox;
    private final Duration lease;
    private final Transaction transaction;
    private final Clock clock;
    private final NowAndThen telling;
    private boolean said;

    /** @param lease how long a runner that is silent counts as there */
    public RotateOpeningKey(
            OpeningKeys keys,
            Stores stores,
            Keyring keyring,
            Outbox outbox,
            Duration lease,
            Transaction transaction,
            Clock clock) {
        this.keys = keys;
        this.numbers = stores.openingKeys();
        this.proofs = stores.seal();
        this.enrolments = stores.enrolments();
        this.keyring = keyring;
        this.outbox = outbox;
        this.lease = lease;
        this.transaction = transaction;
        this.clock = clock;
        this.telling = new NowAndThen(TELL_AGAIN, clock);
        telling.rest();
    }

    /** In a running transaction. */
    public OpeningKeyView view(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        keys.refresh();
        List<RunnerName> behind = keys.size() == 1
                ? List.of()
                : numbers.newest().map(this::behind).orElse(List.of()).stream()
                        .map(SealingRow::runner)
                        .toList();
        return new OpeningKeyView(keys.newest().fingerprint(), keys.size(), behind);
    }

    /** Those that are enrolled and have not shown that they know the newest key. */
    private List<SealingRow> behind(OpeningKeyRow newest) {
        return enrolments.sealingBefore(newest.number());
    }

    /**
     * Makes a key that runners are to seal to from now on. Runs in one transaction.
     *
     * @throws ProblemException KEYS_BUSY while there is an old one, OPENING_KEY_REPLACED when this master has not the newest one
     */
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
        numbers.insert(keys.newest().text(), clock.instant(), caller.username());
        LOG.log(
                Level.INFO,
                "`~{0}` made a new key that runners seal to: `{1}` in place of `{2}`",
                caller.username(),
                keys.newest().fingerprint(),
                old);
    }

    /**
     * Throws the old keys away. Runs in one transaction.
     *
     * @throws ProblemException KEYS_BUSY while something is sealed to one, or may be, OPENING_KEY_REPLACED when this master has not the newest one
     */
    public void retire(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        OpeningKeyRow newest = lock();
        if (keys.size() == 1) {
            return;
        }
        List<SealingRow> behind = behind(newest);
        Instant settled = settled(newest);
        if (!behind.isEmpty() || clock.instant().isBefore(settled)) {
            throw new ProblemException(
                    Problem.KEYS_BUSY,
                    "Retiring old keys that runners seal to: %s"
                            .formatted(
                                    behind.isEmpty()
                                            ? "what was sealed to one may still be on its way until " + settled
                                            : "%s did not seal anything to the new one yet; revoke who is gone for good"
                                                    .formatted(named(behind))));
        }
        keys.retire();
        LOG.log(
                Level.INFO,
                "`~{0}` retired the old keys that runners seal to; `{1}` is left",
                caller.username(),
                keys.newest().fingerprint());
    }

    private Instant settled(OpeningKeyRow newest) {
        Instant last = enrolments.lastSealedTo().filter(newest.made()::isBefore).orElse(newest.made());
        return last.plus(SETTLED);
    }

    private static String named(List<SealingRow> rows) {
        String names = rows.stream()
                .limit(MOST_NAMED)
                .map(row -> "`%s`".formatted(row.runner()))
                .collect(Collectors.joining(", "));
        return rows.size() > MOST_NAMED ? names + " and %d more".formatted(rows.size() - MOST_NAMED) : names;
    }

    /** One at a time, of all masters; with the keys as they are by now. @return the newest of the database, which is that of the file */
    private OpeningKeyRow lock() {
        proofs.lock();
        return known().orElseThrow(RotateOpeningKey::replaced);
    }

    /** When runners are not to be told what to seal to. */
    public static ProblemException replaced() {
        return new ProblemException(
                Problem.OPENING_KEY_REPLACED,
                "The key that runners seal to was replaced at another master; copy its `opening.key` here first");
    }

    /** Finds out what other masters have done, and what messages to runners are to say from now on; makes its own transaction. Says nothing itself. */
    public void look() {
        Optional<OpeningKeyRow> newest = transaction.separate(this::known);
        if (newest.isEmpty()) {
            tellNothing();
            return;
        }
        said = false;
        OpeningKeyRow row = newest.get();
        if (keys.told().isEmpty() || !clock.instant().isBefore(row.made().plus(KNOWN))) {
            keys.tell(row.key(), row.number());
        }
    }

    /** Looks, and has runners that are there learn the newest key when nothing else is said to them. */
    public void tick() {
        look();
        if (keys.told().isPresent() && telling.isDue()) {
            transaction.separate(this::tell);
            telling.rest();
        }
    }

    /** The newest key of the database, when it is that of the file. One that was made and not written down is written down here. */
    private Optional<OpeningKeyRow> known() {
        Optional<OpeningKeyRow> newest = numbers.newest();
        // After the database, which knows of a key later than the file.
        keys.refresh();
        String own = keys.newest().text();
        if (newest.map(row -> !row.key().equals(own) && keys.has(row.key())).orElse(true)) {
            numbers.insert(own, clock.instant(), "");
            newest = numbers.newest();
        }
        return newest.filter(row -> row.key().equals(own));
    }

    private void tellNothing() {
        keys.tellNothing();
        if (!said) {
            said = true;
            ProblemException why = replaced();
            LOG.log(
                    Level.ERROR,
                    "{0}. Until then this master reads nothing of what runners say ({1})",
                    why.getMessage(),
                    why.problem().code());
        }
    }

    /** Says something that changes nothing: with it comes the key. */
    private void tell() {
        Instant here = clock.instant().minus(lease);
        Set<RunnerName> runners = new LinkedHashSet<>(keyring.misunderstood());
        enrolments.sealingBefore(keys.told().orElseThrow().number()).stream()
                .filter(row -> row.heard().isAfter(here))
                .map(SealingRow::runner)
                .forEach(runners::add);
        for (RunnerName runner : runners) {
            enrolments
                    .keys(runner)
                    .filter(row -> !row.revoked())
                    .ifPresent(row -> outbox.send(
                            runner, new KeysRenewed(PublicKeys.fingerprint(row.verifyingKey(), row.sealingKey()))));
        }
    }
}
