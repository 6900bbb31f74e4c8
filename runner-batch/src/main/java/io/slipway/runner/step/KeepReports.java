// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.error.ProblemException;
import io.slipway.job.Phase;

/** Keeps the manifest's reports when a task has failed and its guest still answers. How the attempt ends does not depend on it. */
public final class KeepReports {
    private final AttemptRun run;
    private final CollectArtifacts reports;

    /** @param reports of {@link CollectArtifacts#afterFailure} */
    public KeepReports(AttemptRun run, CollectArtifacts reports) {
        this.run = run;
        this.reports = reports;
    }

    public void perform() {
        if (!run.isOverByItsTask() || reports.items().isEmpty()) {
            return;
        }
        run.begin(Phase.ARTIFACTS);
        try {
            reports.items().forEach(reports::perform);
        } catch (AttemptEndedException e) {
            run.logs().say("The reports are not all kept: " + e.getMessage());
        } catch (ProblemException e) {
            run.logs().say("Warning: the reports are not all kept: " + e.getMessage());
        }
    }
}
