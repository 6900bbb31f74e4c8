// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.log.LogName;
import io.slipway.message.Restart;

/** Starts the guest, unless it stands by. */
public final class Boot {
    private final AttemptRun run;

    public Boot(AttemptRun run) {
        this.run = run;
    }

    public void perform() {
        run.check();
        Restart restart = run.order().restart();
        if (restart == null) {
            run.logs()
                    .say("Booting image %s (%s)"
                            .formatted(run.manifest().image(), run.manifest().arch()));
        } else if (restart.guest() == Restart.Kept.CHECKPOINT) {
            run.logs()
                    .say("Restoring the guest of attempt %d as it was before task %s"
                            .formatted(restart.from().number(), restart.task()));
        } else {
            run.logs()
                    .say("Going on in the guest of attempt %d, which stands by"
                            .formatted(restart.from().number()));
            return;
        }
        run.guest().boot(run.logs().open(LogName.SETUP));
    }
}
