// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.master.seal.Seal;
import io.slipway.master.store.JobTokenStore;
import io.slipway.master.store.JobTokenStore.NewToken;
import io.slipway.master.store.JobTokenStore.TokenRow;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * The tokens by which jobs call this service: one for each attempt that is to have one. It works while the attempt runs, no longer than its time
 * limit, and never with the rights of an administrator.
 */
public final class JobTokens {
    private static final String PREFIX = "slipway_job_";

    private final JobTokenStore tokens;
    private final Seal seal;
    private final Duration overtime;
    private final SecureRandom random;
    private final Clock clock;

    /** @param overtime how long after its time limit an attempt is overdue */
    public JobTokens(JobTokenStore tokens, Seal seal, Duration overtime, SecureRandom random, Clock clock) {
        this.tokens = tokens;
        this.seal = seal;
        this.overtime = overtime;
        this.random = random;
        this.clock = clock;
    }

    /** Whether a text looks like the token of a job. */
    static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * The token of an attempt that is stored: made at the first call, the same at every other.
     *
     * @param grants joined by blanks
     */
    public String of(AttemptRef attempt, String grants) {
        String place = place(attempt.job().value(), attempt.number());
        return tokens.sealed(attempt)
                .map(kept -> new String(seal.unseal(kept, place), StandardCharsets.UTF_8))
                .orElseGet(() -> make(attempt, grants, place));
    }

    /** What the token of an attempt is bound to. */
    static String place(long job, int number) {
        return "token of attempt %d at job %d".formatted(number, job);
    }

    private String make(AttemptRef attempt, String grants, String place) {
        BearerSecret token = BearerSecret.random(random, PREFIX);
        byte[] sealed = seal.seal(token.text().getBytes(StandardCharsets.UTF_8), place);
        tokens.insert(attempt, new NewToken(token.hash(), sealed, grants, Math.toIntExact(overtime.toSeconds())));
        return token.text();
    }

    /** @throws ProblemException CREDENTIALS_WRONG when there is no such token, TOKEN_EXPIRED when it works no more, ACCOUNT_SUSPENDED */
    Caller caller(String text) {
        TokenRow token = tokens.find(new BearerSecret(text).hash())
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_WRONG, "Calling with the token of a job: it is not known here"));
        if (token.ended() || !clock.instant().isBefore(token.expires())) {
            throw new ProblemException(
                    Problem.TOKEN_EXPIRED,
                    "Calling with the token of job %d of `%s`: the attempt that it was made for has ended, or its time is up"
                            .formatted(token.job(), token.owner().name()));
        }
        Caller owner = Users.caller(token.owner());
        return Caller.job(owner.userId(), owner.username(), Grant.split(token.grants()));
    }
}
