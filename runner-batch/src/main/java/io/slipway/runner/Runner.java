// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.message.AttemptAccount;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import io.slipway.message.WorkOrder;
import io.slipway.runner.AttemptStarter.Surroundings;
import io.slipway.runner.Heartbeat.Holdings;
import io.slipway.runner.OrderFolder.CutOff;
import io.slipway.runner.batch.BatchJob;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.enrol.KeyRenewal;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.ImageFolder;
import io.slipway.runner.log.LogReplay;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.report.EventReport;
import io.slipway.runner.ssh.SshDoor;
import io.slipway.runner.standby.Standby;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.TaskLimit;
import io.slipway.runner.step.TransferFolder;
import io.slipway.runner.upload.ArtifactUpload;
import io.slipway.runner.upload.CacheTransfer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The runner: begins with what an earlier process left, takes orders, and stops in good order. */
public final class Runner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Runner.class.getName());
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    private static final Duration TEND_STANDBY = Duration.ofSeconds(5);
    private static final Duration TEND_KEYS = Duration.ofSeconds(1);
    private static final Duration TEND_CHECKPOINTS = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 100;
    private static final Outcome CUT_OFF =
            new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "The runner was stopped while it ran this attempt.");
    private static final Outcome STOPPING = new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "The runner is stopping.");

    private final RunnerSettings settings;
    private final EventReport report;
    private final OrderFolder orders;
    private final LiveAttempts live;
    private final CheckpointStore checkpoints;
    private final Standby standby;
    private final Heartbeat heartbeat;
    private final Rescue rescue;
    private final BatchJob batch;
    private final AttemptStarter starter;
    private final Inbox inbox;
    private final KeyRenewal keys;
    private final SshDoor ssh;
    private final GuestFactory guests;
    private final ProcessLauncher launcher;
    private final ExecutorService threads;
    private final ScheduledExecutorService clockwork;
    /** For heartbeats alone, which nothing may hold up. */
    private final ScheduledExecutorService pulse;

    /**
     * @param threads makes the threads of everything that runs here
     * @param repository the database of the batch job repository
     */
    public Runner(
            RunnerSettings settings,
            MessageStream<RunnerMessage> messages,
            MessageStream<RunnerEvent> events,
            DataSource repository,
            ThreadFactory threads) {
        this(settings, messages, events, repository, threads, KeyRenewal.NONE);
    }

    /**
     * @param threads makes the threads of everything that runs here
     * @param repository the database of the batch job repository
     * @param keys how the runner comes to other keys
     */
    public Runner(
            RunnerSettings settings,
            MessageStream<RunnerMessage> messages,
            MessageStream<RunnerEvent> events,
            DataSource repository,
            ThreadFactory threads,
            KeyRenewal keys) {
        this.keys = keys;
        Clock clock = Clock.systemUTC();
        this.settings = settings;
        this.threads = Executors.newCachedThreadPool(threads);
        this.clockwork = Executors.newScheduledThreadPool(2, threads);
        this.pulse = Executors.newSingleThreadScheduledExecutor(threads);
        this.report = new EventReport(settings.name(), clock, events);
        this.orders = new OrderFolder(settings.state().resolve("orders"));
        this.launcher = new ProcessLauncher(this.threads);
        this.guests = GuestFactory.ofKind(settings.guest().kind(), Runner.class.getClassLoader());
        this.checkpoints = new CheckpointStore(settings.checkpoint(), clock, this::beatSoon);
        this.standby = new Standby(settings.standby(), settings.checkpoint().expiry(), clock, new StandbyEars());
        this.live = new LiveAttempts(standby);
        this.heartbeat = heartbeat(clock);
        LogReplay replay = new LogReplay(report, settings.log());
        this.rescue = new Rescue(guests, settings.guest(), launcher, checkpoints, replay);
        this.batch = new BatchJob(
                live,
                repository,
                this.threads,
                new BatchJob.Means(
                        new ArtifactUpload(),
                        settings.artifactLimit(),
                        new CacheTransfer(),
                        new TaskLimit(clockwork, settings.taskLimit())),
                report::execution);
        this.starter = new AttemptStarter(
                live,
                batch,
                this::tellEnd,
                report,
                new Surroundings(
                        guests,
                        settings.guest(),
                        checkpoints,
                        standby,
                        new TransferFolder(settings.state().resolve("transfers")),
                        settings.log(),
                        launcher,
                        this.threads,
                        clockwork,
                        clock));
        this.inbox = new Inbox(
                messages,
                new Inbox.Desk(new OrderIntake(), live, replay, batch, checkpoints, standby, keys),
                this.threads);
        this.ssh = new SshDoor(settings.ssh(), settings.state(), live, standby, report::sshKeyUsed);
    }

    private Heartbeat heartbeat(Clock clock) {
        return new Heartbeat(
                settings,
                new Holdings(new ImageFolder(settings.guest().images()), guests, live, checkpoints, standby),
                report,
                Beats.begin(settings.state().resolve("session"), clock),
                pulse);
    }

    /**
     * Keeps what attempts can go on with that an earlier process left, clears away the rest, then begins to take orders. That may take longer
     * than a lease: the master hears meanwhile that the attempts are in good hands.
     */
    public void start() {
        ssh.open();
        threads.execute(report);
        List<CutOff> cutOff = orders.all();
        heartbeat.recover(cutOff.stream().map(CutOff::attempt).toList());
        heartbeat.start();
        Map<AttemptRef, Long> executions = batch.failLeftOvers();
        Map<AttemptRef, AttemptAccount> accounts = new HashMap<>();
        cutOff.forEach(left ->
                accounts.put(left.attempt(), rescue.keep(left, executions.getOrDefault(left.attempt(), 0L))));
        guests.open(settings.guest(), launcher, threads, clockwork);
        // The master hears first what was kept, and then what it may go on with.
        heartbeat.beat();
        accounts.forEach((attempt, account) -> {
            report.ended(attempt, CUT_OFF, account);
            orders.remove(attempt);
        });
        heartbeat.recover(List.of());
        heartbeat.beat();
        again(TEND_STANDBY, standby::tend);
        again(TEND_CHECKPOINTS, this::tendCheckpoints);
        again(TEND_KEYS, () -> keys.tend(report::keys));
        threads.execute(inbox);
        LOG.log(
                System.Logger.Level.INFO,
                "Runner {0} takes orders, {1} side by side",
                settings.name(),
                settings.slots());
    }

    /** What fails once is tried again the next time: the clockwork itself would never call it again. */
    private void again(Duration pause, Runnable action) {
        Runnable guarded = () -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Tending what is kept", e);
            }
        };
        clockwork.scheduleWithFixedDelay(guarded, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beatSoon() {
        heartbeat.beatSoon();
    }

    private void tendCheckpoints() {
        Set<JobId> jobs = standby.jobs();
        live.attempts().forEach(attempt -> jobs.add(attempt.job()));
        checkpoints.tend(jobs);
    }

    /** Tells the master how an attempt ended that does not run here; from then on nothing of it is held but what stands by. */
    private void tellEnd(AttemptRef attempt, Outcome outcome, AttemptAccount account) {
        report.ended(attempt, outcome, account);
        if (!standby.holds(attempt)) {
            orders.remove(attempt);
        }
    }

    /** An order that was on its way when the runner was told to stop is for somebody else. */
    private final class OrderIntake implements Inbox.Intake {
        @Override
        public void record(WorkOrder order) {
            heartbeat.lease(order.lease());
            orders.record(order);
        }

        @Override
        public void start(WorkOrder order) {
            AttemptRef attempt = order.attempt();
            if (heartbeat.isDraining()
                    && live.find(attempt).isEmpty()
                    && live.ended(attempt).isEmpty()) {
                tellEnd(attempt, STOPPING, AttemptAccount.NONE);
            } else {
                starter.start(order);
            }
        }
    }

    /** The order of an attempt is held until nothing of its guest is left: a runner that was killed finds that guest by it. */
    private final class StandbyEars implements Standby.Ears {
        @Override
        public void changed() {
            beatSoon();
        }

        @Override
        public void cleared(AttemptRef attempt) {
            orders.remove(attempt);
        }

        @Override
        public Optional<String> command(JobId job) {
            return ssh.command(job);
        }
    }

    private void awaitEnds(Duration time) {
        Instant until = Instant.now().plus(time);
        while (running() > 0 && Instant.now().isBefore(until)) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** How many attempts run now; for tests and metrics. */
    public int running() {
        return live.attempts().size();
    }

    /**
     * Tells the master first that it takes nothing more, so that no slot it frees is filled; lets what runs end within the grace time, and
     * hands back the rest.
     */
    @Override
    public void close() {
        heartbeat.drain();
        if (running() > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Runner {0} stops; {1} attempts may go on for {2} s",
                    settings.name(),
                    running(),
                    settings.drain().toSeconds());
        }
        heartbeat.beat();
        awaitEnds(settings.drain());
        inbox.close();
        heartbeat.leave();
        live.runs().forEach(run -> run.interrupt(STOPPING));
        awaitEnds(STOP_GRACE);
        for (AttemptRun run : live.runs()) {
            run.guest().close();
        }
        ssh.close();
        standby.close();
        guests.close();
        report.close();
        clockwork.shutdownNow();
        pulse.shutdownNow();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
