// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.redis.RedisMessageStream.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.redisson.api.RStream;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamMultiReadGroupArgs;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/** The streams of events of all runners, read as one. The id of what is received says in which of them it is. */
final class EventStreams implements MessageStream<RunnerEvent> {
    /** The consumer group of every stream. */
    static final String GROUP = "masters";

    private static final String BETWEEN = " ";
    /** For so long whose streams there are is not asked again. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Line line;
    private final String consumer;
    private final Supplier<Set<RunnerName>> runners;
    private final Function<RunnerName, RedisMessageStream<RunnerEvent>> open;
    private final Map<RunnerName, RedisMessageStream<RunnerEvent>> streams = new ConcurrentHashMap<>();
    private volatile long asked = System.nanoTime() - FRESH_NANOS;

    EventStreams(
            Line line,
            String consumer,
            Supplier<Set<RunnerName>> runners,
            Function<RunnerName, RedisMessageStream<RunnerEvent>> open) {
        this.line = line;
        this.consumer = consumer;
        this.runners = runners;
        this.open = open;
    }

    @Override
    public void publish(RunnerEvent message) {
        throw new ProblemException(Problem.DEFECT, "Publishing to the streams of all runners: a runner has its own");
    }

    /** @param most how many envelopes of each runner */
    @Override
    public List<Received<RunnerEvent>> receive(int most, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        long left = wait.toNanos();
        try {
            do {
                requireOpen();
                askForRunners();
                List<Received<RunnerEvent>> received = behind(most);
                if (received.isEmpty()) {
                    received = fresh(most, Math.max(0, left));
                }
                if (!received.isEmpty()) {
                    return received;
                }
                left = deadline - System.nanoTime();
            } while (left > 0);
            return List.of();
        } catch (RuntimeException e) {
            // What came of the others was delivered too, and does not get to the caller.
            streams.values().forEach(RedisMessageStream::readAgain);
            throw e;
        }
    }

    @Override
    public boolean isClosed() {
        return line.closed().get();
    }

    private void requireOpen() {
        if (isClosed()) {
            throw new ProblemException(
                    Problem.MESSAGES_DOWN, "Reading the streams of events: the connection was closed");
        }
    }

    private void askForRunners() {
        if (System.nanoTime() - asked < FRESH_NANOS) {
            return;
        }
        Set<RunnerName> there = runners.get();
        streams.keySet().retainAll(there);
        there.forEach(runner -> streams.computeIfAbsent(runner, open));
        asked = System.nanoTime();
    }

    private List<Received<RunnerEvent>> behind(int most) {
        List<Received<RunnerEvent>> all = new ArrayList<>();
        streams.forEach((runner, stream) -> all.addAll(named(runner, stream.behind(most))));
        return all;
    }

    private List<Received<RunnerEvent>> fresh(int most, long nanos) {
        Duration block = Duration.ofNanos(Math.min(nanos, ConsumerGroup.LONGEST_BLOCK.toNanos()));
        Map<String, RunnerName> keys =
                streams.keySet().stream().collect(Collectors.toMap(Keys::events, Function.identity()));
        if (keys.isEmpty()) {
            sleep(block);
            return List.of();
        }
        List<Received<RunnerEvent>> all = new ArrayList<>();
        read(keys.keySet(), most, block).forEach((key, entries) -> {
            RunnerName runner = keys.get(key);
            all.addAll(named(runner, streams.get(runner).open(entries)));
        });
        return all;
    }

    /** One that is gone, or was never there, is made; then they are read again. */
    private Map<String, Map<StreamMessageId, Map<String, String>>> read(Set<String> keys, int most, Duration block) {
        try {
            return readOnce(keys, most, block);
        } catch (RedisException e) {
            if (!ConsumerGroup.isGone(e)) {
                throw RedisFailure.of("Reading the streams of events", e);
            }
            streams.values().forEach(RedisMessageStream::createGroup);
        }
        try {
            return readOnce(keys, most, block);
        } catch (RedisException e) {
            throw RedisFailure.of("Reading the streams of events", e);
        }
    }

    private Map<String, Map<StreamMessageId, Map<String, String>>> readOnce(
            Set<String> keys, int most, Duration block) {
        Map<String, StreamMessageId> others = new HashMap<>();
        keys.forEach(key -> others.put(key, StreamMessageId.NEVER_DELIVERED));
        String first = keys.iterator().next();
        others.remove(first);
        StreamMultiReadGroupArgs args = StreamMultiReadGroupArgs.greaterThan(StreamMessageId.NEVER_DELIVERED, others)
                .count(most);
        // A block of 0 would wait for ever.
        RStream<String, String> stream = line.client().getStream(first, StringCodec.INSTANCE);
        var entries = stream.readGroup(GROUP, consumer, block.isZero() ? args : args.timeout(block));
        return entries == null ? Map.of() : entries;
    }

    private static List<Received<RunnerEvent>> named(RunnerName runner, List<Received<RunnerEvent>> received) {
        return received.stream()
                .map(event -> new Received<>(runner.value() + BETWEEN + event.id(), event.message()))
                .toList();
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    Problem.RUNNER_STOPPED, "Reading the streams of events: interrupted while no runner was there", e);
        }
    }

    @Override
    public void acknowledge(List<Received<RunnerEvent>> received) {
        Map<RunnerName, List<Received<RunnerEvent>>> each = new LinkedHashMap<>();
        received.forEach(event -> {
            String[] parts = event.id().split(BETWEEN, 2);
            each.computeIfAbsent(new RunnerName(parts[0]), runner -> new ArrayList<>())
                    .add(new Received<>(parts[1], event.message()));
        });
        each.forEach((runner, events) -> streams.computeIfAbsent(runner, open).acknowledge(events));
    }

    @Override
    public long backlog() {
        return streams.values().stream().mapToLong(MessageStream::backlog).sum();
    }
}
