// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Family;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.ManifestParser;
import io.slipway.message.AttemptAccount;
import io.slipway.message.Restart;
import io.slipway.message.WorkOrder;
import io.slipway.runner.batch.BatchJob;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.log.AttemptLogs;
import io.slipway.runner.log.LogSettings;
import io.slipway.runner.mask.SecretForms;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.report.EventReport;
import io.slipway.runner.standby.Standby;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.AttemptRun.Scene;
import io.slipway.runner.step.Checkpoints;
import io.slipway.runner.step.TransferFolder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Turns a work order into a running attempt; the same order twice starts one. */
final class AttemptStarter {
    private static final System.Logger LOG = System.getLogger(AttemptStarter.class.getName());

    private final LiveAttempts live;
    private final BatchJob batch;
    private final EndTeller tellEnd;
    private final EventReport report;
    private final Surroundings surroundings;

    /** Tells the master how an attempt ended. */
    @FunctionalInterface
    interface EndTeller {
        void tell(AttemptRef attempt, Outcome outcome, AttemptAccount account);
    }

    /** What every attempt of a runner is made with. */
    record Surroundings(
            GuestFactory guests,
            GuestSettings guest,
            CheckpointStore checkpoints,
            Standby standby,
            TransferFolder transfers,
            LogSettings log,
            ProcessLauncher launcher,
            ExecutorService threads,
            ScheduledExecutorService clockwork,
            Clock clock) {}

    /** @param tellEnd tells the end of an attempt that does not run */
    AttemptStarter(
            LiveAttempts live, BatchJob batch, EndTeller tellEnd, EventReport report, Surroundings surroundings) {
        this.live = live;
        this.batch = batch;
        this.tellEnd = tellEnd;
        this.report = report;
        this.surroundings = surroundings;
    }

    /** Starts the attempt of an order, or says again what became of it. */
    void start(WorkOrder order) {
        AttemptRef attempt = order.attempt();
        if (live.reserve(attempt)) {
            startNew(order);
        } else {
            live.ended(attempt)
                    .ifPresentOrElse(
                            end -> tellEnd.tell(attempt, end.outcome(), end.account()), () -> report.started(attempt));
        }
    }

    private void startNew(WorkOrder order) {
        AttemptRun run;
        try {
            run = prepare(order);
        } catch (ProblemException e) {
            giveUp(order.attempt(), outcomeOf(e));
            return;
        } catch (RuntimeException | Error e) {
            // Whatever it is, an attempt that stays reserved would take a slot for ever.
            LOG.log(System.Logger.Level.ERROR, "Beginning " + order.attempt(), e);
            giveUp(order.attempt(), new Outcome.RunnerFailed(Problem.DEFECT, "The runner stumbled: " + e));
            return;
        }
        live.add(run);
        report.started(order.attempt());
        surroundings.threads().execute(run.logs());
        limit(order.attempt(), order.timeLimit());
        batch.start(run);
    }

    private void giveUp(AttemptRef attempt, Outcome outcome) {
        try {
            tellEnd.tell(attempt, outcome, AttemptAccount.NONE);
        } finally {
            live.drop(attempt);
        }
    }

    private static Outcome outcomeOf(ProblemException e) {
        return e.problem().family() == Family.USER
                ? new Outcome.StepFailed(Phase.GUEST, e.problem(), e.getMessage())
                : new Outcome.RunnerFailed(e.problem(), e.getMessage());
    }

    /** Ends the attempt when its time is up. What waits for that knows its name alone: most attempts end long before. */
    private void limit(AttemptRef attempt, Duration time) {
        Outcome timedOut = new Outcome.TimedOut("The job's time limit of %d s passed.".formatted(time.toSeconds()));
        surroundings
                .clockwork()
                .schedule(
                        () -> live.find(attempt).ifPresent(run -> run.interrupt(timedOut)),
                        time.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private AttemptRun prepare(WorkOrder order) {
        Manifest manifest = new ManifestParser().parse(order.manifest()).manifest();
        AttemptLogs logs = new AttemptLogs(
                order.attempt(), report, surroundings.clock(), surroundings.log(), SecretForms.mask(order));
        return new AttemptRun(order, manifest, scene(order, manifest), logs, report);
    }

    /** A job has one guest at a time: one that stands by ends, unless it is the one to go on in. */
    private Scene scene(WorkOrder order, Manifest manifest) {
        Restart restart = order.restart();
        if (restart != null && restart.guest() == Restart.Kept.STANDING) {
            return standing(order);
        }
        surroundings.standby().release(order.attempt().job(), "the job begins anew");
        GuestFactory guests = surroundings.guests();
        GuestSettings settings = surroundings.guest();
        ProcessLauncher launcher = surroundings.launcher();
        if (restart == null) {
            Guest guest = guests.create(order.attempt(), manifest.image(), manifest.arch(), settings, launcher);
            return new Scene(guest, checkpoints(order, manifest, guest), 0, surroundings.transfers());
        }
        CheckpointStore.Found kept = surroundings.checkpoints().find(restart.from(), restart.task());
        Guest guest =
                guests.restore(order.attempt(), manifest.image(), manifest.arch(), settings, launcher, kept.folder());
        return new Scene(guest, checkpoints(order, manifest, guest), kept.execution(), surroundings.transfers());
    }

    private Scene standing(WorkOrder order) {
        AttemptRef from = order.restart().from();
        AttemptRun before = surroundings
                .standby()
                .take(from)
                .orElseThrow(() -> new ProblemException(
                        Problem.CHECKPOINT_LOST,
                        "The guest of attempt %d does not stand by any more; restart the job from its checkpoint or from the start."
                                .formatted(from.number())));
        try {
            before.guest().serve(order.attempt());
        } catch (ProblemException e) {
            before.guest().close();
            throw e;
        }
        return new Scene(
                before.guest(), before.checkpoints().handOn(order), before.execution(), surroundings.transfers());
    }

    private Checkpoints checkpoints(WorkOrder order, Manifest manifest, Guest guest) {
        return new Checkpoints(
                order,
                manifest.tasks(),
                guest,
                surroundings.checkpoints(),
                (long) surroundings.guest().memory() << 20);
    }
}
