// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import io.slipway.signature.Signatures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The streams on a Redis server; connects at the first use, so that a master starts and takes jobs while Redis is away. */
public final class RedisMessages implements Messages, AutoCloseable {
    private final RedisSettings settings;
    private final String consumer;
    private final Signatures signatures;
    private final Map<RunnerName, MessageStream<RunnerMessage>> inboxes = new ConcurrentHashMap<>();
    private RedisConnection connection;
    private MessageStream<RunnerEvent> events;

    /**
     * @param consumer this master's own name among the masters that read events
     * @param signatures sign what goes to runners
     */
    public RedisMessages(RedisSettings settings, String consumer, Signatures signatures) {
        this.settings = settings;
        this.consumer = consumer;
        this.signatures = signatures;
    }

    @Override
    public void send(RunnerName runner, List<RunnerMessage> batch) {
        MessageStream<RunnerMessage> inbox =
                inboxes.computeIfAbsent(runner, name -> connection().inbox(name, signatures));
        if (batch.size() == 1) {
            inbox.publish(batch.get(0));
        } else {
            inbox.publishAll(batch);
        }
    }

    @Override
    public synchronized MessageStream<RunnerEvent> events() {
        if (events == null) {
            events = connection().events(consumer);
        }
        return events;
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
        }
    }

    private synchronized RedisConnection connection() {
        if (connection == null) {
            connection = RedisConnection.open(settings);
        }
        return connection;
    }
}
