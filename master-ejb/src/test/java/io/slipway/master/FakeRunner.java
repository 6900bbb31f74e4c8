// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.message.AttemptAccount;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.PhaseEnded;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.RedisConnection;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** A runner without guests: takes orders from a real Redis and tells the whole life of a good job at once. */
final class FakeRunner implements AutoCloseable {
    private static final TaskName BUILD = new TaskName("build");
    private static final byte[] OUTPUT = "made\n".getBytes(UTF_8);

    private final RunnerName name;
    private final int slots;
    private final MessageStream<RunnerMessage> inbox;
    private final MessageStream<RunnerEvent> events;
    private final Map<AttemptRef, Instant> received = new ConcurrentHashMap<>();
    private final Set<AttemptRef> cancelled = ConcurrentHashMap.newKeySet();
    private final Set<AttemptRef> running = ConcurrentHashMap.newKeySet();
    private final BiConsumer<FakeRunner, WorkOrder> behaviour;
    private final Thread thread;

    FakeRunner(RedisConnection redis, String name, int slots, BiConsumer<FakeRunner, WorkOrder> behaviour) {
        this.name = new RunnerName(name);
        this.slots = slots;
        this.inbox = redis.inbox(this.name, MasterRig.PARTIES.inbox(name));
        this.events = redis.events(this.name, "writes-only", MasterRig.PARTIES.events(name));
        this.behaviour = behaviour;
        this.thread = new Thread(this::read, "fake-" + name);
        thread.start();
    }

    /** What a good runner does with an order. */
    static void succeed(FakeRunner runner, WorkOrder order) {
        runner.events.publishAll(runner.goodLife(order.attempt()));
        runner.running.remove(order.attempt());
    }

    /** Begins, and then hangs: says nothing more but heartbeats, and does nothing when it is to end. */
    static void hang(FakeRunner runner, WorkOrder order) {
        runner.events.publish(new AttemptStarted(runner.name, Instant.now(), order.attempt()));
    }

    /** Takes an order and says nothing more but heartbeats. */
    static void hold(FakeRunner runner, WorkOrder order) {
        runner.running.add(order.attempt());
    }

    void beat() {
        events.publish(new RunnerAlive(
                name,
                Instant.now(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                slots,
                List.copyOf(running),
                List.of(),
                List.of(),
                "",
                ""));
    }

    /** What was to be cancelled. */
    Set<AttemptRef> cancelled() {
        return Set.copyOf(cancelled);
    }

    /** When each order came first. */
    Map<AttemptRef, Instant> received() {
        return Map.copyOf(received);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                List<Received<RunnerMessage>> messages = inbox.receive(100, Duration.ofSeconds(1));
                for (Received<RunnerMessage> message : messages) {
                    take(message.message());
                }
                if (!messages.isEmpty()) {
                    inbox.acknowledge(messages);
                }
            } catch (RuntimeException e) {
                // The server is away, or the test is over; both are seen at the next turn.
                pause();
            }
        }
    }

    private void take(RunnerMessage message) {
        if (message instanceof WorkOrder order && received.putIfAbsent(order.attempt(), Instant.now()) == null) {
            running.add(order.attempt());
            behaviour.accept(this, order);
        } else if (message instanceof CancelAttempt cancel) {
            cancelled.add(cancel.attempt());
        }
    }

    private List<RunnerEvent> goodLife(AttemptRef attempt) {
        Instant now = Instant.now();
        List<RunnerEvent> life = new ArrayList<>();
        life.add(new AttemptStarted(name, now, attempt));
        life.addAll(log(attempt, LogName.SETUP));
        life.add(new PhaseEnded(name, now, attempt, Phase.GUEST, now));
        life.add(new TaskMoved(name, now, attempt, BUILD, TaskStatus.RUNNING, -1));
        life.addAll(log(attempt, LogName.of(BUILD)));
        life.add(new TaskMoved(name, now, attempt, BUILD, TaskStatus.SUCCESS, 0));
        life.add(new PhaseEnded(name, now, attempt, Phase.TASKS, now));
        life.add(new AttemptEnded(name, now, attempt, new Outcome.Succeeded(), AttemptAccount.NONE));
        return life;
    }

    private List<RunnerEvent> log(AttemptRef attempt, LogName log) {
        Instant now = Instant.now();
        return List.of(
                new LogAppended(name, now, attempt, log, 0, OUTPUT),
                new LogClosed(name, now, attempt, log, OUTPUT.length, sha256(OUTPUT)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
