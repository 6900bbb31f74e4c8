// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.Envelope.Opened;
import io.slipway.envelope.RefusedException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.MessageCodec;
import io.slipway.message.MessageStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
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
 * A message stream on a Redis stream with one consumer group; every entry is an envelope that holds one message, or several that were
 * published together, each as a line of JSON.
 *
 * <p>An acknowledged entry is also deleted, so the stream's length is the backlog. The group is made when it is missing, also
 * after the server was emptied. An envelope that does not open, or a line in it that is no message of its sender's, is dropped, counted, and
 * logged the first time.
 */
final class RedisMessageStream<T> implements MessageStream<T> {
    /** So much text is in an envelope at the most, but for one message that is longer by itself. */
    private static final int MOST_TEXT = 128 << 10;

    private static final String BETWEEN = "\n";

    private final Line line;
    private final String key;
    private final Words<T> words;
    private final Envelope envelope;
    private final RStream<String, String> stream;
    private final ConsumerGroup group;

    RedisMessageStream(Line line, Reader reader, Words<T> words, Envelope envelope) {
        this.line = line;
        this.key = reader.key();
        this.words = words;
        this.envelope = envelope;
        this.stream = line.client().getStream(key, StringCodec.INSTANCE);
        this.group = new ConsumerGroup(stream, reader, line.abandonedAfter());
    }

    /**
     * What the streams of one connection share.
     *
     * @param abandonedAfter how long an entry lies unacknowledged with one consumer before another takes it
     * @param closed true once the connection is being closed
     */
    record Line(RedissonClient client, Duration abandonedAfter, Refusals refusals, AtomicBoolean closed) {}

    /** Who reads which stream: the names under which the server keeps what was delivered. */
    record Reader(String key, String group, String consumer) {}

    /**
     * How messages look.
     *
     * @param sender who says to have sent one; empty for the master
     */
    record Words<T>(MessageCodec<T> codec, Function<T, String> sender) {}

    @Override
    public void publish(T message) {
        publishAll(List.of(message));
    }

    @Override
    public void publishAll(List<T> messages) {
        List<StreamAddArgs<String, String>> entries = entries(messages);
        if (entries.size() == 1) {
            asking("Adding to", () -> stream.add(entries.get(0)));
        } else if (!entries.isEmpty()) {
            RBatch batch = batch();
            RStreamAsync<String, String> inBatch = batch.getStream(key, StringCodec.INSTANCE);
            entries.forEach(inBatch::addAsync);
            asking("Adding to", batch::execute);
        }
    }

    @Override
    public List<Received<T>> receive(int most, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        long left = wait.toNanos();
        do {
            requireOpen();
            Duration block = Duration.ofNanos(Math.max(0, left));
            List<Received<T>> received = open(asking("Reading", () -> group.next(most, block)));
            if (!received.isEmpty()) {
                return received;
            }
            left = deadline - System.nanoTime();
        } while (left > 0);
        return List.of();
    }

    @Override
    public void acknowledge(List<Received<T>> received) {
        remove(received.stream()
                .map(Received::id)
                .distinct()
                .map(RedisMessageStream::idOf)
                .toList());
    }

    @Override
    public long backlog() {
        return asking("Measuring", stream::size);
    }

    /** Few envelopes: closing and opening one costs much more than the text that is in it. */
    private List<StreamAddArgs<String, String>> entries(List<T> messages) {
        List<StreamAddArgs<String, String>> entries = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (T message : messages) {
            String json = words.codec().encode(message);
            if (text.length() > 0 && text.length() + json.length() > MOST_TEXT) {
                entries.add(entry(text));
                text.setLength(0);
            }
            text.append(text.length() == 0 ? "" : BETWEEN).append(json);
        }
        if (text.length() > 0) {
            entries.add(entry(text));
        }
        return entries;
    }

    private StreamAddArgs<String, String> entry(StringBuilder text) {
        return StreamAddArgs.entries(envelope.close(key, text.toString()));
    }

    @Override
    public boolean isClosed() {
        return line.closed().get();
    }

    private void requireOpen() {
        if (isClosed()) {
            throw new ProblemException(
                    Problem.MESSAGES_DOWN, "Reading stream `%s`: the connection was closed".formatted(key));
        }
    }

    /** What was left behind, when it is time to look for that; waits for nothing. */
    List<Received<T>> behind(int most) {
        return open(asking("Reading", () -> group.behind(most)));
    }

    /** Has what was delivered and is not acknowledged come again. */
    void readAgain() {
        group.readAgain();
    }

    void createGroup() {
        asking("Making", () -> {
            group.createGroup();
            return null;
        });
    }

    /** Opens what was read from this stream together with others. */
    List<Received<T>> open(Map<StreamMessageId, Map<String, String>> entries) {
        List<Received<T>> received = new ArrayList<>(entries.size());
        List<StreamMessageId> worthless = new ArrayList<>();
        try {
            entries.forEach((id, fields) -> {
                List<T> messages = open(id.toString(), fields);
                messages.forEach(message -> received.add(new Received<>(id.toString(), message)));
                if (messages.isEmpty()) {
                    worthless.add(id);
                }
            });
        } catch (RuntimeException e) {
            // It could not be told whether they are good: they come again.
            group.readAgain();
            throw e;
        }
        remove(worthless);
        return received;
    }

    /** @param fields null when the server trimmed the entry away after it was delivered */
    private List<T> open(String id, Map<String, String> fields) {
        if (fields == null) {
            return List.of();
        }
        try {
            Opened opened = envelope.open(key, fields);
            return opened.text()
                    .lines()
                    .flatMap(json -> decode(id, opened.sender(), json).stream())
                    .toList();
        } catch (RefusedException e) {
            line.refusals().refuse(key, id, e.sender(), e);
            return List.of();
        }
    }

    private Optional<T> decode(String id, String sender, String json) {
        try {
            T message = words.codec().decode(json);
            if (words.sender().apply(message).equals(sender)) {
                return Optional.of(message);
            }
            throw new RefusedException(
                    Problem.SENDER_OTHER,
                    sender,
                    "Reading an event that runner `%s` has signed: it is in the name of `%s`"
                            .formatted(sender, words.sender().apply(message)));
        } catch (ProblemException e) {
            line.refusals().refuse(key, id, sender, e);
            return Optional.empty();
        }
    }

    /** Both or neither: an entry that stayed behind in the stream alone would never be delivered nor deleted. */
    private void remove(List<StreamMessageId> ids) {
        if (ids.isEmpty()) {
            return;
        }
        StreamMessageId[] all = ids.toArray(StreamMessageId[]::new);
        RBatch batch = batch();
        RStreamAsync<String, String> inBatch = batch.getStream(key, StringCodec.INSTANCE);
        inBatch.ackAsync(group.name(), all);
        inBatch.removeAsync(all);
        asking("Acknowledging in", batch::execute);
    }

    private RBatch batch() {
        return line.client().createBatch(BatchOptions.defaults().executionMode(ExecutionMode.IN_MEMORY_ATOMIC));
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
