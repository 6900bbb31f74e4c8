// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.ManifestParser;
import io.slipway.message.WorkOrder;
import io.slipway.runner.OrderFolder.CutOff;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.process.ProcessLauncher;

/** Keeps the newest checkpoint of each guest that an earlier process of this runner was killed over, for the job's next attempt. */
final class Rescue {
    private static final System.Logger LOG = System.getLogger(Rescue.class.getName());

    private final GuestFactory guests;
    private final GuestSettings settings;
    private final ProcessLauncher launcher;
    private final CheckpointStore checkpoints;

    Rescue(GuestFactory guests, GuestSettings settings, ProcessLauncher launcher, CheckpointStore checkpoints) {
        this.guests = guests;
        this.settings = settings;
        this.launcher = launcher;
        this.checkpoints = checkpoints;
    }

    /**
     * What cannot be kept is cleared away with all that was left, and the job begins anew.
     *
     * @param execution of the batch job that ran the attempt; 0 when there is none
     */
    void keep(CutOff cutOff, long execution) {
        try {
            cutOff.order().ifPresent(order -> keep(order, execution));
        } catch (ProblemException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Job {0}: {1}",
                    cutOff.attempt().job(),
                    e.getMessage());
        }
    }

    private void keep(WorkOrder order, long execution) {
        AttemptRef attempt = order.attempt();
        Manifest manifest = new ManifestParser().parse(order.manifest()).manifest();
        guests.rescue(attempt, manifest.image(), manifest.arch(), settings, launcher, checkpoints.folderOf(attempt))
                .ifPresent(number -> {
                    checkpoints.keep(attempt, manifest.tasks().get(number).name(), execution);
                    LOG.log(
                            System.Logger.Level.INFO,
                            "Job {0}: its guest is kept as it was before task {1}",
                            attempt.job(),
                            manifest.tasks().get(number).name());
                });
    }
}
