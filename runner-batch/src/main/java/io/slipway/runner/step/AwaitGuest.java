// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Phase;
import io.slipway.message.Restart;

/** Waits until the guest answers over ssh. */
public final class AwaitGuest {
    private final AttemptRun run;

    public AwaitGuest(AttemptRun run) {
        this.run = run;
    }

    public void perform() {
        run.check();
        Restart restart = run.order().restart();
        if (restart == null || restart.guest() != Restart.Kept.STANDING) {
            run.logs().say("Waiting for guest to settle");
            run.guest().await();
        }
        run.reached();
        run.begin(Phase.PREPARE);
    }
}
