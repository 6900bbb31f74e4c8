// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import io.slipway.envelope.EnrolmentToken;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.access.BearerSecret;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.EnrolmentStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Makes the tokens that runners are enrolled with: each once, shown once, known by its hash. For administrators. */
public final class EnrolmentTokens {
    /** How long one works when nobody says otherwise. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private static final Logger LOG = System.getLogger(EnrolmentTokens.class.getName());
    private static final Duration LONGEST = Duration.ofDays(7);

    private final EnrolmentStore enrolments;
    private final Supplier<VerifyingKey> master;
    private final URI address;
    private final SecureRandom random;
    private final Clock clock;

    /**
     * @param master the key that runners know this master by
     * @param address where runners reach the API
     */
    public EnrolmentTokens(
            EnrolmentStore enrolments, Supplier<VerifyingKey> master, URI address, SecureRandom random, Clock clock) {
        this.enrolments = enrolments;
        this.master = master;
        this.address = address;
        this.random = random;
        this.clock = clock;
    }

    /** @param runner the one name that it enrols, whether it is taken or not; null for any that is not taken */
    public IssuedEnrolment issue(Caller caller, RunnerName runner, Duration lifetime) {
        Permissions.administer(caller, Permissions.JOBS_WRITE);
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Making an enrolment token that works for %s: more than nothing and at most %s is allowed"
                            .formatted(lifetime, LONGEST));
        }
        EnrolmentToken token = EnrolmentToken.of(BearerSecret.random(random).text(), master.get());
        Instant now = clock.instant();
        Instant expires = now.plus(lifetime);
        enrolments.insert(new BearerSecret(token.text()).hash(), runner, caller.username(), now, expires);
        LOG.log(
                Level.INFO,
                "`~{0}` made an enrolment token for {1}, until {2}",
                caller.username(),
                runner == null ? "any new runner" : "runner `%s`".formatted(runner),
                expires);
        return new IssuedEnrolment(token, runner, address, expires);
    }
}
