// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.report;

import io.slipway.batch.BatchExecution;
import io.slipway.envelope.PublicKeys;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.message.AttemptAccount;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import io.slipway.message.RunnerEvent.KeysOffered;
import io.slipway.message.RunnerEvent.LogAbsent;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.PhaseEnded;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tells the master what happens, in order. Events wait here while Redis is away; they are lost only with the process, and
 * then the lease brings the job back.
 */
public final class EventReport implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventReport.class.getName());
    private static final long RETRY_MILLIS = 500;
    /** Writers of bulk wait while this many events wait here or in Redis. */
    private static final int MANY = 256;
    /** So many events go in one round trip at the most. */
    private static final int MOST_TOGETHER = 64;
    /** What happens so soon after something was sent waits until then for what else happens: an envelope costs more than what is in it. */
    private static final long GATHER_NANOS = 5_000_000;

    private final RunnerName runner;
    private final Clock clock;
    private final MessageStream<RunnerEvent> events;
    private final BlockingQueue<RunnerEvent> waiting = new LinkedBlockingQueue<>();
    private volatile Instant lastSent;
    private volatile boolean closed;
    /** Of the thread that sends alone. */
    private long sentAt = System.nanoTime() - GATHER_NANOS;

    public EventReport(RunnerName runner, Clock clock, MessageStream<RunnerEvent> events) {
        this.runner = runner;
        this.clock = clock;
        this.events = events;
        this.lastSent = clock.instant();
    }

    /** Sends events until {@link #close}; runs in a thread of its own. */
    @Override
    public void run() {
        try {
            while (!(isEnding() && waiting.isEmpty())) {
                RunnerEvent event = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (event != null) {
                    gather();
                    List<RunnerEvent> together = new ArrayList<>(List.of(event));
                    waiting.drainTo(together, MOST_TOGETHER - 1);
                    send(together);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An event that comes alone goes at once. */
    private void gather() throws InterruptedException {
        long left = sentAt + GATHER_NANOS - System.nanoTime();
        if (left > 0 && !closed) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private boolean isEnding() {
        return closed || events.isClosed();
    }

    private void send(List<RunnerEvent> together) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                events.publishAll(together);
                lastSent = clock.instant();
                sentAt = System.nanoTime();
                return;
            } catch (ProblemException e) {
                if (isEnding()) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0} events are lost, the runner is stopping: {1}",
                            together.size(),
                            e.getMessage());
                    return;
                }
                if (!told) {
                    LOG.log(System.Logger.Level.WARNING, "{0}; events wait", e.getMessage());
                    told = true;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    /** When the master could last have heard of this runner. */
    public Instant lastSent() {
        return lastSent;
    }

    /** Returns when little waits, here and in Redis; for writers of bulk. */
    public void awaitRoom() throws InterruptedException {
        while (waiting.size() > MANY || isFarBehind()) {
            Thread.sleep(20);
        }
    }

    private boolean isFarBehind() {
        try {
            return events.backlog() > MANY;
        } catch (ProblemException e) {
            return true;
        }
    }

    public void tell(RunnerEvent event) {
        waiting.add(event);
    }

    public void started(AttemptRef attempt) {
        tell(new AttemptStarted(runner, clock.instant(), attempt));
    }

    public void phase(AttemptRef attempt, Phase phase, Instant began) {
        tell(new PhaseEnded(runner, clock.instant(), attempt, phase, began));
    }

    public void task(AttemptRef attempt, TaskName task, TaskStatus status, int exitCode) {
        tell(new TaskMoved(runner, clock.instant(), attempt, task, status, exitCode));
    }

    public void log(AttemptRef attempt, LogName log, long offset, byte[] bytes) {
        tell(new LogAppended(runner, clock.instant(), attempt, log, offset, bytes));
    }

    public void logClosed(AttemptRef attempt, LogName log, long length, String sha256) {
        tell(new LogClosed(runner, clock.instant(), attempt, log, length, sha256));
    }

    public void logAbsent(AttemptRef attempt, LogName log) {
        tell(new LogAbsent(runner, clock.instant(), attempt, log));
    }

    public void ended(AttemptRef attempt, Outcome outcome, AttemptAccount account) {
        tell(new AttemptEnded(runner, clock.instant(), attempt, outcome, account));
    }

    public void execution(BatchExecution execution) {
        tell(new ExecutionMoved(runner, clock.instant(), execution));
    }

    /** New keys, signed with those that the runner has and with themselves. */
    public void keys(PublicKeys keys, String signature, String proof) {
        tell(new KeysOffered(
                runner, clock.instant(), keys.verifying().text(), keys.sealing().text(), signature, proof));
    }

    /** The owner of the attempt's job logged in with the key of this fingerprint. */
    public void sshKeyUsed(AttemptRef attempt, String fingerprint) {
        tell(new SshKeyUsed(runner, clock.instant(), attempt, fingerprint));
    }

    public RunnerName runner() {
        return runner;
    }

    public Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        closed = true;
    }
}
