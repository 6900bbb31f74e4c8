// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Phase;

/** Waits until the guest answers over ssh. */
public final class AwaitGuest {
    private final AttemptRun run;

    public AwaitGuest(AttemptRun run) {
        this.run = run;
    }

    public void perform() {
        run.check();
        run.logs().say("Waiting for guest to settle");
        run.guest().await();
        run.begin(Phase.PREPARE);
    }
}
