// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.RefusedException;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.Senders;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.job.RunnerName;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.EnrolmentStore.KeysRow;
import io.slipway.master.store.Transaction;
import io.slipway.pace.Newest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The public keys of the runners, as this master has read them: each once, and again when there is a sign that they are others by now.
 *
 * <p>Another master may have replaced or revoked them. What shows that: a signature that does not fit, the number of the keys that a
 * heartbeat or a runner's credit was read with ({@link #expect}), and the round that looks at all ({@link #refresh}). Safe for many threads.
 */
public final class Keyring implements Senders {
    private static final Logger LOG = System.getLogger(Keyring.class.getName());
    /** What was read so short a time ago is not read again, so that who sends forged events has the database asked little. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /**
     * For so long what a runner said in clear may come after what it has sealed: it may lie with another master, or with one that was killed, when
     * the runner learns what to seal to.
     */
    public static final Duration LATE = Duration.ofMinutes(10);

    private static final int REMEMBERED = 10_000;

    private final EnrolmentStore enrolments;
    private final Transaction transaction;
    private final Clock clock;
    private final Map<RunnerName, Entry> entries = Newest.byUse(REMEMBERED);
    /** To which key of the masters each sealed its last event. */
    private final Map<RunnerName, String> sealsTo = Newest.byUse(REMEMBERED);

    private final Set<RunnerName> misunderstood = new HashSet<>();

    public Keyring(EnrolmentStore enrolments, Transaction transaction, Clock clock) {
        this.enrolments = enrolments;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What is sealed to a runner with, and whether it may be told everything; empty when it was never enrolled. */
    public Optional<Recipient> recipient(RunnerName runner) {
        Entry known = remembered(runner).filter(Entry::isEnrolled).orElseGet(() -> read(runner));
        return known.isEnrolled() ? Optional.of(new Recipient(known.keys.sealing(), known.revoked)) : Optional.empty();
    }

    /** Every runner that is enrolled, or was. */
    public Set<RunnerName> runners() {
        return transaction.separate(enrolments::everEnrolled);
    }

    @Override
    public void require(String runner, String signed, String signature, boolean sealed) {
        RunnerName name = name(runner);
        Entry known = remembered(name).orElseGet(() -> read(name));
        boolean doubtful = !sealed || known.judge(signed, signature, sealed, clock.instant()) != null;
        if (doubtful && known.read.plus(FRESH).isBefore(clock.instant())) {
            known = read(name);
        }
        Problem refusal = known.judge(signed, signature, sealed, clock.instant());
        if (refusal == null && !known.isKnownToSpeakSo(sealed)) {
            // Read again: another master may have heard it otherwise meanwhile, or replaced its keys.
            note(name, known, sealed);
            refusal = read(name).judge(signed, signature, sealed, clock.instant());
        }
        if (refusal != null) {
            throw new RefusedException(refusal, runner, sentence(refusal, runner));
        }
    }

    /** Writes down how a runner has spoken. */
    private void note(RunnerName runner, Entry known, boolean sealed) {
        boolean firstInClear =
                transaction.separate(() -> enrolments.spoke(runner, known.number, sealed, clock.instant())) && !sealed;
        if (firstInClear) {
            LOG.log(
                    Level.WARNING,
                    "Runner `{0}` speaks in clear: who reads the shared Redis reads its logs, until it runs this version of Slipway",
                    runner);
        }
    }

    @Override
    public void sealsTo(String runner, SealingKey key) {
        RunnerName name = name(runner);
        synchronized (this) {
            if (key.text().equals(sealsTo.get(name))) {
                return;
            }
        }
        transaction.separate(() -> enrolments.sealsTo(name, key.text(), clock.instant()));
        synchronized (this) {
            sealsTo.put(name, key.text());
        }
    }

    @Override
    public synchronized void cannotOpen(String runner) {
        if (misunderstood.size() < REMEMBERED) {
            misunderstood.add(name(runner));
        }
    }

    /** The runners of which events did not open since this was asked the last time. */
    public synchronized Set<RunnerName> misunderstood() {
        Set<RunnerName> all = Set.copyOf(misunderstood);
        misunderstood.clear();
        return all;
    }

    private static RunnerName name(String runner) {
        try {
            return new RunnerName(runner);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Problem.SENDER_UNKNOWN, "", "Opening an event: it names no runner that there could be");
        }
    }

    private static String sentence(Problem refusal, String runner) {
        String found = switch (refusal) {
            case SENDER_UNKNOWN -> "no such runner is enrolled";
            case SENDER_REVOKED -> "it was revoked";
            case MESSAGE_UNSEALED -> "it is in clear, though this runner has sealed what it says before";
            default -> "it is not signed with that runner's key";
        };
        return "Opening an event of runner `%s`: %s".formatted(runner, found);
    }

    /** Has the keys of a runner read again when others are remembered than those with that number. */
    public void expect(RunnerName runner, long number) {
        if (remembered(runner)
                .filter(entry -> entry.number != number || entry.revoked)
                .isPresent()) {
            forget(runner);
        }
    }

    /** Has the keys of a runner read again. */
    public synchronized void forget(RunnerName runner) {
        entries.remove(runner);
        sealsTo.remove(runner);
    }

    /** Forgets what is not so any more; called now and then. */
    public void refresh() {
        Map<RunnerName, Long> now = transaction.separate(() -> enrolments.keyNumbers());
        synchronized (this) {
            entries.entrySet().stream()
                    .filter(entry -> entry.getValue().isValid()
                            && !Long.valueOf(entry.getValue().number).equals(now.get(entry.getKey())))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(this::forget);
        }
    }

    private synchronized Optional<Entry> remembered(RunnerName runner) {
        return Optional.ofNullable(entries.get(runner));
    }

    private Entry read(RunnerName runner) {
        Instant now = clock.instant();
        Optional<KeysRow> row = transaction.separate(() -> enrolments.keys(runner));
        Entry entry = row.map(keys -> entry(runner, keys, now)).orElseGet(() -> Entry.unknown(now));
        synchronized (this) {
            entries.put(runner, entry);
        }
        return entry;
    }

    /** Keys that somebody has changed in the database by hand are nobody's; nothing else waits for that. */
    private static Entry entry(RunnerName runner, KeysRow row, Instant read) {
        try {
            return Entry.of(row, read);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "Reading the public keys of runner `{0}`: {1}", runner, e.getMessage());
            return Entry.unknown(read);
        }
    }

    /**
     * Somebody to tell something.
     *
     * @param revoked whether it may only be told to cancel what it runs
     */
    public record Recipient(SealingKey key, boolean revoked) {}

    /**
     * What is remembered of a runner.
     *
     * @param keys null when there is no such runner
     * @param before its key before these, which is good until then; null when there is none
     * @param sealed whether it seals what it says; null while it was not heard
     * @param sealedSince null when it does not
     * @param read when the database said so
     */
    private record Entry(
            PublicKeys keys,
            VerifyingKey before,
            Instant until,
            long number,
            boolean revoked,
            Boolean sealed,
            Instant sealedSince,
            Instant read) {
        static Entry of(KeysRow row, Instant read) {
            PublicKeys keys = new PublicKeys(VerifyingKey.of(row.verifyingKey()), SealingKey.of(row.sealingKey()));
            VerifyingKey before = row.previousKey() == null ? null : VerifyingKey.of(row.previousKey());
            return new Entry(
                    keys,
                    before,
                    row.previousUntil(),
                    row.number(),
                    row.revoked(),
                    row.sealed(),
                    row.sealedSince(),
                    read);
        }

        static Entry unknown(Instant read) {
            return new Entry(null, null, null, 0, false, null, null, read);
        }

        boolean isKnownToSpeakSo(boolean seals) {
            return sealed != null && (sealed || !seals);
        }

        boolean isEnrolled() {
            return keys != null;
        }

        boolean isValid() {
            return keys != null && !revoked;
        }

        /** Null when there is nothing against it. */
        Problem judge(String signed, String signature, boolean seals, Instant now) {
            if (keys == null) {
                return Problem.SENDER_UNKNOWN;
            }
            boolean fits = keys.verifying().fits(signed, signature)
                    || before != null && now.isBefore(until) && before.fits(signed, signature);
            if (!fits) {
                return Problem.MESSAGE_FORGED;
            }
            if (revoked) {
                return Problem.SENDER_REVOKED;
            }
            boolean fallsBack = !seals && sealedSince != null && !now.isBefore(sealedSince.plus(LATE));
            return fallsBack ? Problem.MESSAGE_UNSEALED : null;
        }
    }
}
