// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.EventSigner;
import io.slipway.envelope.OpeningKey;
import io.slipway.envelope.OrderOpener;
import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.TrustedMaster;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.runner.enrol.KeyFolder.Kept;
import io.slipway.runner.enrol.Learned.Sealing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who a runner is while it runs: its keys may be replaced, and so may its master's. New keys are made when the old ones have been kept for long, or
 * when the master asks for it; they are offered to the master until it says that they count. Until then, and a little longer, events are signed with
 * the old ones; what is sealed to either is opened. Safe for many threads.
 */
public final class CurrentIdentity implements KeyRenewal {
    private static final System.Logger LOG = System.getLogger(CurrentIdentity.class.getName());
    private static final Duration OFFER_AGAIN = Duration.ofSeconds(15);

    private final RunnerName name;
    private final KeyFolder folder;
    private final Clock clock;
    private final Terms terms;
    private final TrustedMaster master;
    private Sealing sealing;
    private RunnerKeys signing;
    private RunnerKeys kept;
    private RunnerKeys offered;
    private Instant since;
    private Instant nextOffer = Instant.EPOCH;
    private Instant signFrom = Instant.EPOCH;

    /**
     * How keys are renewed.
     *
     * @param keep how long they are kept; zero for ever
     * @param settle how long other masters may still know the old ones alone, once one knows the new ones
     */
    public record Terms(Duration keep, Duration settle) {
        /** @param keep how long they are kept; zero for ever */
        public static Terms of(Duration keep) {
            return new Terms(keep, Duration.ofSeconds(10));
        }
    }

    /**
     * Goes on with the keys that were kept.
     *
     * @param state the runner's own folder
     */
    public CurrentIdentity(RunnerName name, Path state, Terms terms, Clock clock) {
        this.name = name;
        this.folder = new KeyFolder(state.resolve("keys"));
        this.terms = terms;
        this.clock = clock;
        Kept newest = folder.newest().orElseThrow();
        this.sealing = folder.learned().sealing(newest.result().masters());
        this.kept = newest.keys();
        this.signing = kept;
        this.offered = folder.cutOff().orElse(null);
        this.since = folder.since();
        this.master = new TrustedMaster(
                folder.learned().master(newest.result().masters()),
                known -> folder.learned().keep(known),
                clock);
    }

    /** How it opens what the master says. */
    public Envelope inbox() {
        return new OrderOpener(master, this::openings, this::sealTo);
    }

    /** How it closes what it says. */
    public Envelope events() {
        return new Envelope() {
            @Override
            public Map<String, String> close(String stream, String text) {
                return signer().close(stream, text);
            }
        };
    }

    private synchronized EventSigner signer() {
        return new EventSigner(name.value(), signing().signing(), sealing.key());
    }

    /** Learns what to seal to; what is not newer, as what somebody has played again, changes nothing. */
    private synchronized void sealTo(SignedSealingKey masters) {
        if (masters.number() <= sealing.number()) {
            return;
        }
        sealing = new Sealing(masters.key(), masters.number());
        LOG.log(
                System.Logger.Level.INFO,
                "Runner {0}: seals what it says to the key {1} of its master now",
                name,
                masters.key().fingerprint());
        try {
            folder.learned().keep(sealing);
        } catch (ProblemException e) {
            // A full disk must not keep messages from being taken; after a start the next one tells it again.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} ({1})",
                    e.getMessage(),
                    e.problem().code());
        }
    }

    private RunnerKeys signing() {
        if (signing != kept && !clock.instant().isBefore(signFrom)) {
            signing = kept;
        }
        return signing;
    }

    private synchronized List<OpeningKey> openings() {
        List<OpeningKey> openings = new ArrayList<>(List.of(kept.opening()));
        Optional.ofNullable(offered).map(RunnerKeys::opening).ifPresent(openings::add);
        folder.before(clock.instant().minus(RunnerKeys.OVERLAP)).ifPresent(openings::add);
        return openings;
    }

    /** The public halves of the keys that count. */
    public synchronized PublicKeys publicHalves() {
        return kept.publicHalves();
    }

    @Override
    public synchronized void renew() {
        if (offered == null) {
            offered = folder.next();
            nextOffer = Instant.EPOCH;
            LOG.log(
                    System.Logger.Level.INFO,
                    "Runner {0}: made new keys {1}",
                    name,
                    offered.publicHalves().fingerprint());
        }
    }

    @Override
    public void tend(Offer offer) {
        RunnerKeys next;
        RunnerKeys own;
        synchronized (this) {
            Instant now = clock.instant();
            boolean old = !terms.keep().isZero() && since.plus(terms.keep()).isBefore(now);
            if (old) {
                renew();
            }
            if (offered == null || now.isBefore(nextOffer)) {
                return;
            }
            nextOffer = now.plus(OFFER_AGAIN);
            next = offered;
            own = kept;
        }
        String statement = RunnerKeys.statement(name.value(), next.publicHalves());
        offer.keys(
                next.publicHalves(),
                own.signing().sign(statement),
                next.signing().sign(statement));
    }

    @Override
    public synchronized void renewed(String fingerprint) {
        if (offered != null && offered.publicHalves().fingerprint().equals(fingerprint)) {
            folder.renewed(name, master.current());
            kept = offered;
            offered = null;
            since = clock.instant();
            signFrom = since.plus(terms.settle());
            LOG.log(System.Logger.Level.INFO, "Runner {0}: the fingerprint of its keys is {1} now", name, fingerprint);
        }
    }
}
