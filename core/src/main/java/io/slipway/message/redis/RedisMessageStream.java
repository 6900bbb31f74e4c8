// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.MessageCodec;
import io.slipway.message.MessageStream;
import io.slipway.signature.Signatures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchOptions.ExecutionMode;
import org.redisson.api.RBatch;
import org.redisson.api.RStream;
import org.redisson.api.RStreamAsync;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * A message stream on a Redis stream with one consumer group; every entry holds the message as JSON and, where it is signed, its
 * signature.
 *
 * <p>An acknowledged entry is also deleted, so the stream's length is the backlog. The group is made when it is missing, also
 * after the server was emptied. An entry that is not a message, or not the sender's, is acknowledged, logged with its id and counted.
 */
final class RedisMessageStream<T> implements MessageStream<T> {
    private static final Logger LOG = System.getLogger(RedisMessageStream.class.getName());
    private static final String FIELD = "m";
    private static final String SIGNATURE = "s";

    private final Line line;
    private final String key;
    private final MessageCodec<T> codec;
    private final Signatures signatures;
    private final RStream<String, String> stream;
    private final ConsumerGroup group;

    RedisMessageStream(Line line, Reader reader, MessageCodec<T> codec, Signatures signatures) {
        this.line = line;
        this.key = reader.key();
        this.codec = codec;
        this.signatures = signatures;
        this.stream = line.client().getStream(key, StringCodec.INSTANCE);
        this.group = new ConsumerGroup(stream, reader, line.abandonedAfter());
    }

    /**
     * What the streams of one connection share.
     *
     * @param abandonedAfter how long an entry lies unacknowledged with one consumer before another takes it
     * @param poisoned counts dropped entries
     * @param closed true once the connection is being closed
     */
    record Line(RedissonClient client, Duration abandonedAfter, LongAdder poisoned, AtomicBoolean closed) {}

    /** Who reads which stream: the names under which the server keeps what was delivered. */
    record Reader(String key, String group, String consumer) {}

    @Override
    public void publish(T message) {
        StreamAddArgs<String, String> entry = entry(message);
        asking("Adding to", () -> stream.add(entry));
    }

    @Override
    public void publishAll(List<T> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<StreamAddArgs<String, String>> entries =
                messages.stream().map(this::entry).toList();
        RBatch batch = line.client().createBatch(BatchOptions.defaults().executionMode(ExecutionMode.IN_MEMORY_ATOMIC));
        RStreamAsync<String, String> inBatch = batch.getStream(key, StringCodec.INSTANCE);
        entries.forEach(inBatch::addAsync);
        asking("Adding to", batch::execute);
    }

    @Override
    public List<Received<T>> receive(int most, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        long left = wait.toNanos();
        do {
            requireOpen();
            Duration block = Duration.ofNanos(Math.max(0, left));
            List<Received<T>> received = decode(asking("Reading", () -> group.next(most, block)));
            if (!received.isEmpty()) {
                return received;
            }
            left = deadline - System.nanoTime();
        } while (left > 0);
        return List.of();
    }

    @Override
    public void acknowledge(List<Received<T>> received) {
        remove(received.stream().map(one -> idOf(one.id())).toList());
    }

    @Override
    public long backlog() {
        return asking("Measuring", stream::size);
    }

    private StreamAddArgs<String, String> entry(T message) {
        String json = codec.encode(message);
        return signatures
                .sign(signedText(json))
                .map(signature -> StreamAddArgs.entries(Map.of(FIELD, json, SIGNATURE, signature)))
                .orElseGet(() -> StreamAddArgs.entry(FIELD, json));
    }

    /** With the stream's key, so that a message of one inbox is none of another. */
    private String signedText(String json) {
        return key + "\n" + json;
    }

    private void requireOpen() {
        if (line.closed().get()) {
            throw new ProblemException(
                    Problem.MESSAGES_DOWN, "Reading stream `%s`: the connection was closed".formatted(key));
        }
    }

    private List<Received<T>> decode(Map<StreamMessageId, Map<String, String>> entries) {
        List<Received<T>> received = new ArrayList<>(entries.size());
        List<StreamMessageId> unreadable = new ArrayList<>();
        entries.forEach((id, fields) -> {
            try {
                received.add(new Received<>(id.toString(), codec.decode(genuine(fields))));
            } catch (ProblemException e) {
                LOG.log(Level.ERROR, "Stream `%s`: entry `%s` is dropped. %s".formatted(key, id, e.getMessage()));
                line.poisoned().increment();
                unreadable.add(id);
            }
        });
        remove(unreadable);
        return received;
    }

    private String genuine(Map<String, String> fields) {
        String json = textOf(fields);
        if (!signatures.fits(signedText(json), fields == null ? null : fields.get(SIGNATURE))) {
            throw new ProblemException(Problem.MESSAGE_FORGED, "Reading a message: it is not signed by the master");
        }
        return json;
    }

    /** An entry that the server trimmed away after it was delivered comes without fields. */
    private static String textOf(Map<String, String> fields) {
        return fields == null ? "null" : fields.getOrDefault(FIELD, "null");
    }

    /** Both or neither: an entry that stayed behind in the stream alone would never be delivered nor deleted. */
    private void remove(List<StreamMessageId> ids) {
        if (ids.isEmpty()) {
            return;
        }
        StreamMessageId[] all = ids.toArray(StreamMessageId[]::new);
        RBatch batch = line.client().createBatch(BatchOptions.defaults().executionMode(ExecutionMode.IN_MEMORY_ATOMIC));
        RStreamAsync<String, String> inBatch = batch.getStream(key, StringCodec.INSTANCE);
        inBatch.ackAsync(group.name(), all);
        inBatch.removeAsync(all);
        asking("Acknowledging in", batch::execute);
    }

    private <R> R asking(String doing, Supplier<R> call) {
        try {
            return call.get();
        } catch (RedisException e) {
            throw RedisFailure.of("%s stream `%s`".formatted(doing, key), e);
        }
    }

    private static StreamMessageId idOf(String text) {
        int dash = text.indexOf('-');
        return new StreamMessageId(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }
}
