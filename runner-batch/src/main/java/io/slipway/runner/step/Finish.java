// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Outcome;
import io.slipway.job.Phase;

/** Ends an attempt, however it went: the logs are shipped to their end, the outcome is reported, the guest is thrown away. */
public final class Finish {
    private static final System.Logger LOG = System.getLogger(Finish.class.getName());

    private final AttemptRun run;
    private Outcome outcome;

    public Finish(AttemptRun run) {
        this.run = run;
    }

    /** Tells the master how it ended; the guest stands still then. @return what was reported */
    public Outcome perform(boolean everyStepSucceeded) {
        outcome = run.outcome(everyStepSucceeded);
        run.begin(Phase.TEARDOWN);
        guarded("ending the log", () -> run.logs().say(closing(outcome)));
        guarded("shipping the logs", run.logs()::close);
        run.report().ended(run.attempt(), outcome);
        return outcome;
    }

    /** Throws the guest away, or keeps its checkpoint. Nobody waits for that: the job is settled meanwhile. */
    public void clearAway() {
        guarded("settling the checkpoints", () -> run.checkpoints().settle(outcome));
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
