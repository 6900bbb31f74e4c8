// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageCodec;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import io.slipway.message.redis.RedisMessageStream.Line;
import io.slipway.message.redis.RedisMessageStream.Reader;
import io.slipway.signature.Signatures;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/**
 * One connection (a pool) to a Redis server; makes the streams on it. Close it last.
 *
 * <p>It mends itself after the server was away. Every thread that waits in {@link MessageStream#receive} takes one connection
 * of the pool.
 */
public final class RedisConnection implements AutoCloseable {
    /** How long an entry lies unacknowledged with one consumer before another takes it. */
    static final Duration ABANDONED_AFTER = Duration.ofSeconds(60);

    private static final int POOL_SIZE = 16;

    private final Line line;

    private RedisConnection(RedissonClient client, Duration abandonedAfter) {
        this.line = new Line(client, abandonedAfter, new LongAdder(), new AtomicBoolean());
    }

    /** @throws ProblemException when the server does not answer, or refuses the login */
    public static RedisConnection open(RedisSettings settings) {
        return open(settings, ABANDONED_AFTER);
    }

    static RedisConnection open(RedisSettings settings, Duration abandonedAfter) {
        try {
            return new RedisConnection(Redisson.create(config(settings)), abandonedAfter);
        } catch (RedisException e) {
            throw RedisFailure.of("Connecting to `%s`".formatted(settings), e);
        }
    }

    /** A runner's inbox without signatures. */
    public MessageStream<RunnerMessage> inbox(RunnerName runner) {
        return inbox(runner, Signatures.NONE);
    }

    /**
     * A runner's inbox. Masters publish to it, the runner reads it.
     *
     * @param signatures the master's: its key to sign with for the one, the public half for the other
     */
    public MessageStream<RunnerMessage> inbox(RunnerName runner, Signatures signatures) {
        Reader reader = new Reader(Keys.inbox(runner), "runner", runner.value());
        return new RedisMessageStream<>(line, reader, MessageCodec.runnerMessages(), signatures);
    }

    /**
     * The events of all runners. Runners publish to it, masters read it.
     *
     * @param consumer the reader's own name; what it received and did not acknowledge comes again under the same name
     */
    public MessageStream<RunnerEvent> events(String consumer) {
        Reader reader = new Reader(Keys.events(), "masters", consumer);
        return new RedisMessageStream<>(line, reader, MessageCodec.runnerEvents(), Signatures.NONE);
    }

    /** How many entries were dropped, since this connection was opened, because they were not messages. */
    public long poisoned() {
        return line.poisoned().sum();
    }

    /** Ends every {@link MessageStream#receive} under way within about a second. */
    @Override
    public void close() {
        line.closed().set(true);
        line.client().shutdown();
    }

    /** Few threads, few connections; a call gives up after a few seconds, reconnecting goes on for ever. */
    private static Config config(RedisSettings settings) {
        Config config = new Config().setThreads(4).setNettyThreads(4);
        if (!settings.username().isEmpty()) {
            config.setUsername(settings.username());
        }
        if (!settings.password().isEmpty()) {
            config.setPassword(settings.password());
        }
        config.useSingleServer()
                .setAddress(settings.address().toString())
                .setConnectionMinimumIdleSize(2)
                .setConnectionPoolSize(POOL_SIZE)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(2)
                .setConnectTimeout(3_000)
                .setTimeout(3_000)
                .setRetryAttempts(2)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(500)))
                .setReconnectionDelay(new ConstantDelay(Duration.ofMillis(250)));
        return config;
    }
}
