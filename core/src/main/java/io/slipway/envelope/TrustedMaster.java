// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The master that a runner takes orders from: by the key that it was enrolled with, and by each that this one has led to. The key before is good for
 * an hour more, since what it has signed may be on its way, and another master may not have the new one yet. Safe for many threads.
 */
public final class TrustedMaster {
    /** How long the key before is good. */
    public static final Duration OVERLAP = Duration.ofHours(1);

    private final Consumer<Known> keep;
    private final Clock clock;
    private Known known;

    /** @param keep called with what is known now whenever that changes, before anything is believed by it */
    public TrustedMaster(Known known, Consumer<Known> keep, Clock clock) {
        this.known = known;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Which keys are believed.
     *
     * @param before null when there is none
     * @param until when the one before is good no more
     */
    public record Known(VerifyingKey current, VerifyingKey before, Instant until) {
        public static Known of(VerifyingKey master) {
            return new Known(master, null, Instant.EPOCH);
        }
    }

    /** The newest key. */
    public synchronized VerifyingKey current() {
        return known.current();
    }

    /**
     * Whether the master has signed a text; learns its newest key by that.
     *
     * @param pedigree as text; empty for none
     */
    synchronized boolean hasSigned(String signed, String signature, String pedigree) {
        Instant now = clock.instant();
        if (known.current().fits(signed, signature)
                || known.before() != null
                        && now.isBefore(known.until())
                        && known.before().fits(signed, signature)) {
            return true;
        }
        VerifyingKey newest =
                pedigree.isEmpty() ? known.current() : Pedigree.of(pedigree).newest(known.current());
        if (newest.text().equals(known.current().text()) || !newest.fits(signed, signature)) {
            return false;
        }
        Known learned = new Known(newest, known.current(), now.plus(OVERLAP));
        keep.accept(learned);
        known = learned;
        return true;
    }
}
