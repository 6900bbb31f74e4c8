// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.AbandonExecution;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.RunnerMessage.DropCheckpoint;
import io.slipway.message.RunnerMessage.EndStandby;
import io.slipway.message.RunnerMessage.HoldStandby;
import io.slipway.message.RunnerMessage.KeysRenewed;
import io.slipway.message.RunnerMessage.RenewKeys;
import io.slipway.message.RunnerMessage.RewindLog;
import io.slipway.message.WorkOrder;
import io.slipway.runner.batch.BatchJob;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.checkpoint.CheckpointStore;
import io.slipway.runner.enrol.KeyRenewal;
import io.slipway.runner.log.LogReplay;
import io.slipway.runner.standby.Standby;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** Takes what the master says, until it is closed, or its stream is. An order is recorded before its message is acknowledged. */
final class Inbox implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Inbox.class.getName());
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final int MOST_MESSAGES = 10;
    private static final long PAUSE_MILLIS = 500;

    private final MessageStream<RunnerMessage> stream;
    private final Desk desk;
    private final Executor threads;
    private volatile boolean closed;

    /** Who does what the messages say. */
    record Desk(
            Intake intake,
            LiveAttempts live,
            LogReplay replay,
            BatchJob batch,
            CheckpointStore checkpoints,
            Standby standby,
            KeyRenewal keys) {}

    /** Where work orders go. */
    interface Intake {
        /** Returns when the order is kept. */
        void record(WorkOrder order);

        /** Starts its attempt, or says again what became of it. */
        void start(WorkOrder order);
    }

    Inbox(MessageStream<RunnerMessage> stream, Desk desk, Executor threads) {
        this.stream = stream;
        this.desk = desk;
        this.threads = threads;
    }

    @Override
    public void run() {
        while (!closed && !stream.isClosed()) {
            try {
                List<Received<RunnerMessage>> messages = stream.receive(MOST_MESSAGES, WAIT);
                messages.forEach(received -> take(received.message()));
                if (!messages.isEmpty()) {
                    stream.acknowledge(messages);
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
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(RunnerMessage message) {
        if (message instanceof WorkOrder order) {
            desk.intake().record(order);
            threads.execute(() -> desk.intake().start(order));
        } else if (message instanceof CancelAttempt cancel) {
            Outcome cancelled = new Outcome.Cancelled(cancel.reason());
            desk.live().find(cancel.attempt()).ifPresent(run -> threads.execute(() -> run.interrupt(cancelled)));
        } else if (message instanceof HoldStandby hold) {
            desk.standby().hold(hold.attempt());
        } else if (message instanceof EndStandby end) {
            threads.execute(() -> desk.standby().release(end.attempt(), end.reason()));
        } else if (message instanceof AbandonExecution abandon) {
            threads.execute(() -> abandon(abandon));
        } else if (message instanceof RewindLog rewind) {
            rewind(rewind);
        } else if (message instanceof DropCheckpoint drop) {
            threads.execute(() -> drop(drop));
        } else if (message instanceof RenewKeys) {
            desk.keys().renew();
        } else if (message instanceof KeysRenewed renewed) {
            desk.keys().renewed(renewed.fingerprint());
        }
    }

    private void abandon(AbandonExecution abandon) {
        desk.standby().release(abandon.attempt(), "its execution was abandoned");
        desk.batch().abandon(abandon.attempt(), abandon.execution());
        desk.checkpoints().removeUpTo(abandon.attempt());
    }

    /** What a guest stands on that runs or stands by stays; the master tells it again. */
    private void drop(DropCheckpoint drop) {
        JobId job = drop.attempt().job();
        boolean inUse = desk.standby().jobs().contains(job)
                || desk.live().attempts().stream()
                        .anyMatch(attempt -> attempt.job().equals(job));
        if (!inUse) {
            LOG.log(System.Logger.Level.INFO, "Checkpoint of {0}: thrown away, {1}", drop.attempt(), drop.reason());
            desk.checkpoints().removeUpTo(drop.attempt());
        }
    }

    private void rewind(RewindLog rewind) {
        boolean shipping = desk.live()
                .find(rewind.attempt())
                .map(run -> run.logs().rewind(rewind.log(), rewind.offset()))
                .orElse(false);
        if (!shipping) {
            threads.execute(() -> desk.replay().ship(rewind.attempt(), rewind.log(), rewind.offset()));
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
