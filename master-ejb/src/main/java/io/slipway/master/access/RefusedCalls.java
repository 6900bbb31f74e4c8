// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.JobTokenStore;
import io.slipway.master.store.Stores;
import io.slipway.pace.Lately;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls that were refused to whoever has what a runner was given: an attempt's upload token, a job's own token, a token to enrol with. Each is
 * logged with the runner that had it, the same again at most once a minute, so that who tries for ever fills no disk. Needs a running transaction.
 */
public final class RefusedCalls {
    private static final Logger LOG = System.getLogger(RefusedCalls.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int REMEMBERED = 1_000;

    private final AttemptStore attempts;
    private final JobTokenStore jobTokens;
    private final LongAdder count = new LongAdder();
    private final Lately<String> logged;

    public RefusedCalls(Stores stores, Clock clock) {
        this.attempts = stores.attempts();
        this.jobTokens = stores.jobTokens();
        this.logged = new Lately<>(PAUSE, REMEMBERED, clock);
    }

    /** Notes what was refused to who came with the upload token of an attempt, or with something in its place. @return the refusal */
    public ProblemException ofUpload(String uploadToken, ProblemException refusal) {
        String who = attempts.holder(new BearerSecret(uploadToken).hash())
                .map(RefusedCalls::holder)
                .map("the upload token of "::concat)
                .orElse("an upload token that was never given out");
        return note(who, refusal);
    }

    private static String holder(AttemptRow attempt) {
        return "%s of runner `%s`".formatted(attempt.ref(), attempt.runner());
    }

    /** Notes what was refused to who came with an access token, when it is that of a job. */
    public void ofJob(String token, ProblemException refusal) {
        if (JobTokens.isOne(token)) {
            String who = jobTokens
                    .holder(new BearerSecret(token).hash())
                    .map("the token of "::concat)
                    .orElse("a job's token that was never given out");
            note(who, refusal);
        }
    }

    /** Notes that a runner was not enrolled. @return the refusal */
    public ProblemException ofEnrolment(RunnerName runner, ProblemException refusal) {
        return note("an enrolment token as runner `%s`".formatted(runner), refusal);
    }

    private ProblemException note(String who, ProblemException refusal) {
        count.increment();
        if (logged.add(who + " " + refusal.problem())) {
            LOG.log(
                    Level.WARNING,
                    "Refusing a call with {0}: {1} ({2}; more of the same are only counted for a minute)",
                    who,
                    refusal.getMessage(),
                    refusal.problem().code());
        }
        return refusal;
    }

    /** How many since the start. */
    public long count() {
        return count.sum();
    }
}
