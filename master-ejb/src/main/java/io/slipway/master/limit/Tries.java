// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.limit;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.TriesStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts what was tried in vain. A try is counted before it is looked at, and given back when it was none in vain, so that of many at once no
 * more get through than may. Makes its own transactions, which outlive whatever fails around them.
 */
public final class Tries {
    private final TriesStore store;
    private final LimitSettings settings;
    private final Transaction transaction;
    private final Clock clock;

    public Tries(TriesStore store, LimitSettings settings, Transaction transaction, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Who has sent a request that a proxy may have passed on. */
    public Proxies proxies() {
        return new Proxies(settings.proxies());
    }

    /** How long a password of an account waits for which too many are guessed. */
    public Duration pause() {
        return settings.pause();
    }

    /**
     * Counts a try that has not been looked at yet.
     *
     * @param whose whom the limit holds for
     * @param doing what is being done, as a sentence begins
     * @throws TriesException when there were too many already; this one is not counted then
     */
    public Try take(Limit limit, String whose, String doing) {
        return taken(limit, whose).orElseThrow(() -> refused(limit, whose, doing));
    }

    /** Counts a try like {@link #take}; empty when there were too many already. */
    public Optional<Try> taken(Limit limit, String whose) {
        Rate rate = settings.rate(limit);
        String hash = hash(whose);
        boolean taken = rate.isOff()
                || transaction.separate(
                        () -> store.take(limit.name(), hash, rate.step(), rate.tries(), clock.instant()));
        return taken ? Optional.of(new Try(limit, hash)) : Optional.empty();
    }

    /**
     * Looks at something that nobody can guess: what is good is taken whatever was tried before, what is not is counted.
     *
     * @param vain what {@code look} throws when it was tried in vain
     * @param look runs in a transaction of its own
     * @throws TriesException in place of that when there were too many already
     */
    public <T> T look(Limit limit, String whose, String doing, Problem vain, Supplier<T> look) {
        try {
            return transaction.separate(look);
        } catch (ProblemException e) {
            if (e.problem() == vain) {
                take(limit, whose, doing);
            }
            throw e;
        }
    }

    private TriesException refused(Limit limit, String whose, String doing) {
        Rate rate = settings.rate(limit);
        Instant now = clock.instant();
        Duration wait = transaction
                .separate(() -> store.forgotten(limit.name(), hash(whose)))
                .map(forgotten -> Duration.between(now.plus(rate.period()), forgotten.plus(rate.step())))
                .orElse(Duration.ZERO);
        Duration whole = Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
        return new TriesException(
                "%s: it was tried too often of late; the next try may be made in %s".formatted(doing, words(whole)),
                whole);
    }

    private static String words(Duration wait) {
        long seconds = wait.toSeconds();
        return seconds <= 90 ? seconds + " s" : "%d min".formatted((seconds + 59) / 60);
    }

    /** Removes what counts no more. Needs no transaction. */
    public void sweep() {
        transaction.separate(() -> store.sweep(clock.instant()));
    }

    private static String hash(String whose) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(whose.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    /** A try that was counted. */
    public final class Try {
        private final Limit limit;
        private final String hash;

        private Try(Limit limit, String hash) {
            this.limit = limit;
            this.hash = hash;
        }

        /** It was not in vain: it is not counted. */
        public void giveBack() {
            if (!settings.rate(limit).isOff()) {
                transaction.separate(() ->
                        store.giveBack(limit.name(), hash, settings.rate(limit).step()));
            }
        }

        /** It was not in vain, and forgives those before it. */
        public void clear() {
            if (!settings.rate(limit).isOff()) {
                transaction.separate(() -> store.clear(limit.name(), hash));
            }
        }
    }
}
