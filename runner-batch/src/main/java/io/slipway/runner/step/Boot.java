// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.log.LogName;
import io.slipway.message.Restart;

/** Starts the guest. */
public final class Boot {
    private final AttemptRun run;

    public Boot(AttemptRun run) {
        this.run = run;
    }

    public void perform() {
        run.check();
        Restart restart = run.order().restart();
        if (restart != null) {
            run.logs()
                    .say("Restoring the guest of attempt %d as it was before task %s"
                            .formatted(restart.from().number(), restart.task()));
        } else {
            run.logs()
                    .say("Booting image %s (%s)"
                            .formatted(run.manifest().image(), run.manifest().arch()));
        }
        run.guest().boot(run.logs().open(LogName.SETUP));
    }
}
