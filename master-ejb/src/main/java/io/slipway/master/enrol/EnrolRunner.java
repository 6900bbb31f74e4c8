// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.access.BearerSecret;
import io.slipway.master.access.RefusedCalls;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.EnrolmentStore;
import io.slipway.master.store.EnrolmentStore.BroughtKeys;
import io.slipway.master.store.EnrolmentStore.TokenRow;
import io.slipway.master.store.Transaction;
import io.slipway.message.redis.RedisUser;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Enrols a runner that brings a token. Runs in one transaction: a token that is refused, or that would enrol a name that it may not, stays
 * as it was.
 *
 * <p>A runner that did not hear the answer may ask again with the same token and the same keys; that changes nothing and is answered as the
 * first time.
 */
public final class EnrolRunner {
    private static final Logger LOG = System.getLogger(EnrolRunner.class.getName());

    private final EnrolmentStore enrolments;
    private final Keyring keyring;
    private final RefusedCalls refused;
    private final Transaction transaction;
    private final Outbox outbox;
    private final Supplier<VerifyingKey> master;
    private final Clock clock;

    /** @param master the key that runners know this master by */
    public EnrolRunner(
            EnrolmentStore enrolments,
            Keyring keyring,
            RefusedCalls refused,
            Transaction transaction,
            Outbox outbox,
            Supplier<VerifyingKey> master,
            Clock clock) {
        this.enrolments = enrolments;
        this.keyring = keyring;
        this.refused = refused;
        this.transaction = transaction;
        this.outbox = outbox;
        this.master = master;
        this.clock = clock;
    }

    /**
     * What a runner learns when it is enrolled.
     *
     * @param fingerprint of its keys, as people see it
     * @param master the key that it knows the master by from now on
     */
    public record Enrolled(RunnerName runner, String fingerprint, VerifyingKey master) {}

    /**
     * Enrols a runner under a name; one that is enrolled already gets these keys in place of those that it had.
     *
     * @throws ProblemException ENROLMENT_TOKEN_WRONG, ENROLMENT_TOKEN_USED, ENROLMENT_TOKEN_EXPIRED, ENROLMENT_TOKEN_OTHER or
     *     RUNNER_NAME_TAKEN
     */
    public Enrolled enrol(String token, RunnerName runner, PublicKeys keys) {
        return enrol(token, runner, keys, "");
    }

    /** As above. @param redisHash SHA-256 of the password that the runner has made for itself at Redis; empty for none */
    public Enrolled enrol(String token, RunnerName runner, PublicKeys keys, String redisHash) {
        if (!redisHash.isEmpty() && !RedisUser.isHash(redisHash)) {
            throw new ProblemException(
                    Problem.RUNNER_KEY_ILLEGAL,
                    "Enrolling runner `%s`: `%s` is no SHA-256 of a password; 64 of `0-9a-f` are allowed"
                            .formatted(runner, redisHash));
        }
        String hash = new BearerSecret(token).hash();
        Instant now = clock.instant();
        Optional<TokenRow> used = enrolments.use(hash, runner, now);
        if (used.isEmpty()) {
            requireTheSame(enrolments.find(hash), runner, keys);
        } else {
            BroughtKeys brought =
                    new BroughtKeys(keys.verifying().text(), keys.sealing().text(), redisHash);
            enrol(runner, keys, brought, used.get().runner() != null, now);
        }
        return new Enrolled(runner, keys.fingerprint(), master.get());
    }

    /** @param again whether the token was made for a runner of that name */
    private void enrol(RunnerName runner, PublicKeys keys, BroughtKeys brought, boolean again, Instant now) {
        boolean enrolled = enrolments.enrol(runner, brought, again, now);
        if (!enrolled) {
            throw refused(
                    Problem.RUNNER_NAME_TAKEN,
                    runner,
                    "one of that name was enrolled before; a token that was made for that name is needed");
        }
        outbox.admit(runner, brought.redisHash());
        transaction.afterCommit(() -> {
            keyring.forget(runner);
            LOG.log(Level.INFO, "Runner `{0}` is enrolled with keys {1}", runner, keys.fingerprint());
        });
    }

    private void requireTheSame(Optional<TokenRow> found, RunnerName runner, PublicKeys keys) {
        TokenRow token = found.orElseThrow(
                () -> refused(Problem.ENROLMENT_TOKEN_WRONG, runner, "the token was not made by this master"));
        if (token.usedBy() == null) {
            throw clock.instant().isBefore(token.expires())
                    ? refused(
                            Problem.ENROLMENT_TOKEN_OTHER,
                            runner,
                            "the token is for runner `%s`".formatted(token.runner()))
                    : refused(Problem.ENROLMENT_TOKEN_EXPIRED, runner, "the token expired at " + token.expires());
        }
        boolean same = token.usedBy().equals(runner.value())
                && enrolments
                        .keys(runner)
                        .filter(row -> !row.revoked()
                                && row.verifyingKey().equals(keys.verifying().text())
                                && row.sealingKey().equals(keys.sealing().text()))
                        .isPresent();
        if (!same) {
            throw refused(
                    Problem.ENROLMENT_TOKEN_USED,
                    runner,
                    "the token was used by runner `%s`; a token works once".formatted(token.usedBy()));
        }
    }

    private ProblemException refused(Problem problem, RunnerName runner, String found) {
        return refused.ofEnrolment(
                runner, new ProblemException(problem, "Enrolling runner `%s`: %s".formatted(runner, found)));
    }
}
