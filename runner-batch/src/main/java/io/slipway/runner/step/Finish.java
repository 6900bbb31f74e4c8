// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.message.AttemptAccount;

/** Ends an attempt, however it went: the logs are shipped to their end, and the outcome is reported. Then the guest is thrown away. */
public final class Finish {
    private static final System.Logger LOG = System.getLogger(Finish.class.getName());

    private final AttemptRun run;

    public Finish(AttemptRun run) {
        this.run = run;
    }

    /**
     * Tells the master how it ended; the guest stands still then.
     *
     * @param lastWords for the set-up log; empty for none
     * @return what it told of tasks and logs
     */
    public AttemptAccount perform(Outcome outcome, String lastWords) {
        run.begin(Phase.TEARDOWN);
        guarded("ending the log", () -> {
            run.logs().say(closing(outcome));
            lastWords.lines().forEach(run.logs()::say);
        });
        guarded("shipping the logs", run.logs()::close);
        AttemptAccount account = run.account();
        run.report().ended(run.attempt(), outcome, account);
        return account;
    }

    /** Throws the guest away, or keeps its checkpoint. Nobody waits for that: the job is settled meanwhile. */
    public void clearAway(Outcome outcome) {
        guarded("settling the checkpoints", () -> run.checkpoints().settle(outcome, run.execution()));
        guarded("closing the guest", run.guest()::close);
        run.endPhase();
    }

    private static String closing(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded ? outcome.sentence() : "Error: " + outcome.sentence();
    }

    private void guarded(String doing, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Finishing " + run.attempt() + ", " + doing, e);
        }
    }
}
