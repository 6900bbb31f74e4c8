// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import io.slipway.message.WorkOrder;
import io.slipway.runner.AttemptStarter.Surroundings;
import io.slipway.runner.OrderFolder.CutOff;
import io.slipway.runner.batch.BatchJob;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.ImageFolder;
import io.slipway.runner.log.LogReplay;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.report.EventReport;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.TaskLimit;
import io.slipway.runner.upload.ArtifactUpload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The runner: takes messages from its inbox, runs attempts, says every few seconds that it lives, and stops in good order.
 *
 * <p>A message is acknowledged after it was recorded. When the master cannot have heard of this runner for longer than a lease,
 * the attempts are ended here, because the master gives them to somebody else then.
 */
public final class Runner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Runner.class.getName());
    private static final Duration INBOX_WAIT = Duration.ofSeconds(2);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    private static final int MOST_MESSAGES = 10;
    private static final Outcome STOPPING = new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "The runner is stopping.");

    private final RunnerSettings settings;
    private final MessageStream<RunnerMessage> inbox;
    private final EventReport report;
    private final ImageFolder images;
    private final OrderFolder orders;
    private final LiveAttempts live;
    private final LogReplay replay;
    private final CheckpointStore checkpoints;
    private final Rescue rescue;
    private final BatchJob batch;
    private final AttemptStarter starter;
    private final GuestFactory guests;
    private final ProcessLauncher launcher;
    private final ExecutorService threads;
    private final ScheduledExecutorService clockwork;
    private volatile Duration lease = Duration.ofSeconds(30);
    /** Takes no more orders; what runs may end. */
    private volatile boolean draining;

    private volatile boolean stopped;

    /**
     * @param threads makes the threads of everything that runs here
     * @param repository the database of the batch job repository
     */
    public Runner(
            RunnerSettings settings,
            MessageStream<RunnerMessage> inbox,
            MessageStream<RunnerEvent> events,
            DataSource repository,
            ThreadFactory threads) {
        this.settings = settings;
        this.inbox = inbox;
        this.threads = Executors.newCachedThreadPool(threads);
        this.clockwork = Executors.newScheduledThreadPool(2, threads);
        this.report = new EventReport(settings.name(), Clock.systemUTC(), events);
        this.images = new ImageFolder(settings.guest().images());
        this.orders = new OrderFolder(settings.state().resolve("orders"));
        this.launcher = new ProcessLauncher(this.threads);
        this.guests = GuestFactory.ofKind(settings.guest().kind(), Runner.class.getClassLoader());
        this.live = new LiveAttempts(this.orders::remove);
        this.checkpoints = new CheckpointStore(settings.checkpoint(), Clock.systemUTC(), this::beatSoon);
        this.rescue = new Rescue(guests, settings.guest(), launcher, checkpoints);
        this.replay = new LogReplay(report, settings.log());
        this.batch = new BatchJob(
                live,
                repository,
                this.threads,
                new ArtifactUpload(),
                settings.artifactLimit(),
                new TaskLimit(clockwork, settings.taskLimit()));
        this.starter = new AttemptStarter(
                live,
                batch,
                this::tellEnd,
                report,
                new Surroundings(
                        guests,
                        settings.guest(),
                        checkpoints,
                        settings.log(),
                        launcher,
                        this.threads,
                        clockwork,
                        Clock.systemUTC()));
    }

    /** Keeps what attempts can go on with that an earlier process left, clears away the rest, then begins to take orders. */
    public void start() {
        threads.execute(report);
        List<CutOff> cutOff = orders.all();
        cutOff.forEach(rescue::keep);
        guests.open(settings.guest(), launcher, threads, clockwork);
        batch.failLeftOvers();
        // The master hears first what was kept, and then what it may go on with.
        beat();
        cutOff.forEach(attempt -> tellEnd(
                attempt.attempt(),
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "The runner was stopped while it ran this attempt.")));
        clockwork.scheduleWithFixedDelay(
                this::beat,
                settings.heartbeat().toMillis(),
                settings.heartbeat().toMillis(),
                TimeUnit.MILLISECONDS);
        clockwork.scheduleWithFixedDelay(this::tendCheckpoints, 1, 1, TimeUnit.MINUTES);
        threads.execute(this::takeMessages);
        LOG.log(
                System.Logger.Level.INFO,
                "Runner {0} takes orders, {1} side by side",
                settings.name(),
                settings.slots());
    }

    private void takeMessages() {
        while (!stopped) {
            try {
                List<Received<RunnerMessage>> messages = inbox.receive(MOST_MESSAGES, INBOX_WAIT);
                messages.forEach(received -> take(received.message()));
                if (!messages.isEmpty()) {
                    inbox.acknowledge(messages);
                }
            } catch (ProblemException e) {
                LOG.log(System.Logger.Level.WARNING, e.getMessage());
                pause();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Taking messages", e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(RunnerMessage message) {
        if (message instanceof WorkOrder order) {
            lease = order.lease();
            orders.record(order);
            threads.execute(() -> startOrHandBack(order));
        } else if (message instanceof RunnerMessage.CancelAttempt cancel) {
            live.find(cancel.attempt())
                    .ifPresent(run -> threads.execute(() -> run.interrupt(new Outcome.Cancelled(cancel.reason()))));
        } else if (message instanceof RunnerMessage.RewindLog rewind) {
            boolean shipping = live.find(rewind.attempt())
                    .map(run -> run.logs().rewind(rewind.log(), rewind.offset()))
                    .orElse(false);
            if (!shipping) {
                threads.execute(() -> replay.ship(rewind.attempt(), rewind.log(), rewind.offset()));
            }
        }
    }

    /** An order that was on its way when the runner was told to stop is for somebody else. */
    private void startOrHandBack(WorkOrder order) {
        if (draining && live.find(order.attempt()).isEmpty()) {
            tellEnd(order.attempt(), STOPPING);
        } else {
            starter.start(order);
        }
    }

    private void beatSoon() {
        if (!stopped) {
            clockwork.execute(this::beat);
        }
    }

    private void tendCheckpoints() {
        checkpoints.tend(live.attempts().stream().map(AttemptRef::job).collect(Collectors.toSet()));
    }

    private void beat() {
        try {
            if (!stopped) {
                report.tell(new RunnerEvent.RunnerAlive(
                        settings.name(),
                        Instant.now(),
                        images.offered(),
                        settings.labels(),
                        draining ? 0 : settings.slots(),
                        live.attempts(),
                        checkpoints.held(),
                        List.of(),
                        ""));
                guardLease();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Saying that the runner lives", e);
        }
    }

    private void guardLease() {
        if (Duration.between(report.lastSent(), Instant.now()).compareTo(lease) > 0) {
            endAll(new Outcome.RunnerFailed(
                    Problem.RUNNER_STOPPED,
                    "The runner could not reach the master for %d s.".formatted(lease.toSeconds())));
        }
    }

    private void endAll(Outcome reason) {
        live.runs().forEach(run -> run.interrupt(reason));
    }

    /** Tells the master how an attempt ended; from then on nothing of it is held here. */
    private void tellEnd(AttemptRef attempt, Outcome outcome) {
        report.ended(attempt, outcome);
        orders.remove(attempt);
    }

    private void awaitEnds(Duration time) {
        Instant until = Instant.now().plus(time);
        while (running() > 0 && Instant.now().isBefore(until)) {
            pause();
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
        draining = true;
        if (running() > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Runner {0} stops; {1} attempts may go on for {2} s",
                    settings.name(),
                    running(),
                    settings.drain().toSeconds());
        }
        beat();
        awaitEnds(settings.drain());
        stopped = true;
        report.tell(new RunnerEvent.RunnerLeft(settings.name(), Instant.now()));
        endAll(STOPPING);
        awaitEnds(STOP_GRACE);
        for (AttemptRun run : live.runs()) {
            run.guest().close();
        }
        guests.close();
        report.close();
        clockwork.shutdownNow();
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
