// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.ImageFolder;
import io.slipway.runner.report.EventReport;
import io.slipway.runner.standby.Standby;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Says again and again that the runner lives, and what it holds, which renews the leases of its attempts. When the master cannot have
 * heard of this runner for longer than a lease, the attempts are ended here, because the master gives them to somebody else then.
 */
final class Heartbeat {
    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

    private final RunnerSettings settings;
    private final Holdings holdings;
    private final EventReport report;
    private final Beats beats;
    private final ScheduledExecutorService clockwork;
    private volatile Duration lease = Duration.ofSeconds(30);
    private volatile List<AttemptRef> recovering = List.of();
    private volatile boolean draining;
    private volatile boolean stopped;

    /** What a heartbeat tells of. */
    record Holdings(
            ImageFolder images, GuestFactory guests, LiveAttempts live, CheckpointStore checkpoints, Standby standby) {}

    Heartbeat(
            RunnerSettings settings,
            Holdings holdings,
            EventReport report,
            Beats beats,
            ScheduledExecutorService clockwork) {
        this.settings = settings;
        this.holdings = holdings;
        this.report = report;
        this.beats = beats;
        this.clockwork = clockwork;
    }

    /** Beats from now on. */
    void start() {
        long millis = settings.heartbeat().toMillis();
        clockwork.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** As long as there are attempts of an earlier process to be looked after, it holds them and takes no others. */
    void recover(List<AttemptRef> attempts) {
        recovering = attempts;
    }

    /** How long the master waits for a sign of life, as the newest order says. */
    void lease(Duration lease) {
        this.lease = lease;
    }

    /** From now on it says that there is no free slot. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Says that the runner leaves, and beats no more. */
    void leave() {
        stopped = true;
        report.tell(new RunnerEvent.RunnerLeft(settings.name(), Instant.now(), beats.next()));
    }

    /** Beats once more, soon. */
    void beatSoon() {
        if (!stopped) {
            clockwork.execute(this::beat);
        }
    }

    void beat() {
        try {
            if (!stopped) {
                report.tell(alive());
                guardLease();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Saying that the runner lives", e);
        }
    }

    private RunnerAlive alive() {
        return new RunnerAlive(
                settings.name(),
                Instant.now(),
                beats.next(),
                holdings.images().offered(),
                settings.labels(),
                draining || !recovering.isEmpty() || !holdings.guests().canBegin() ? 0 : settings.slots(),
                Stream.concat(recovering.stream(), holdings.live().attempts().stream())
                        .toList(),
                List.copyOf(checkpoints()),
                holdings.standby().guests(),
                settings.ssh().name(),
                holdings.guests().sandbox());
    }

    /** Of a job whose guest stands by, that guest's own; it is kept when the guest is needed no more. */
    private Collection<HeldCheckpoint> checkpoints() {
        Map<JobId, HeldCheckpoint> newest = new TreeMap<>(Comparator.comparing(JobId::value));
        holdings.checkpoints().held().forEach(kept -> newest.put(kept.attempt().job(), kept));
        holdings.standby()
                .checkpoints()
                .forEach(kept -> newest.put(kept.attempt().job(), kept));
        return newest.values();
    }

    private void guardLease() {
        if (Duration.between(report.lastSent(), Instant.now()).compareTo(lease) > 0) {
            Outcome lost = new Outcome.RunnerFailed(
                    Problem.RUNNER_STOPPED,
                    "The runner could not reach the master for %d s.".formatted(lease.toSeconds()));
            holdings.live().runs().forEach(run -> run.interrupt(lost));
        }
    }
}
