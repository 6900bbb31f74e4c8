// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.envelope.Envelope;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageCodec;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import io.slipway.message.redis.RedisMessageStream.Line;
import io.slipway.message.redis.RedisMessageStream.Reader;
import io.slipway.message.redis.RedisMessageStream.Words;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
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
        this.line = new Line(client, abandonedAfter, new Refusals(), new AtomicBoolean());
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

    /**
     * A runner's inbox. Masters publish to it, the runner reads it.
     *
     * @param envelope how the one closes what it says, or the other opens it
     */
    public MessageStream<RunnerMessage> inbox(RunnerName runner, Envelope envelope) {
        Reader reader = new Reader(Keys.inbox(runner), "runner", runner.value());
        return new RedisMessageStream<>(
                line, reader, new Words<>(MessageCodec.runnerMessages(), order -> ""), envelope);
    }

    /**
     * The events of all runners. Runners publish to it, masters read it.
     *
     * @param consumer the reader's own name; what it received and did not acknowledge comes again under the same name
     * @param envelope how the ones close what they say, or the others open it
     */
    public MessageStream<RunnerEvent> events(String consumer, Envelope envelope) {
        Reader reader = new Reader(Keys.events(), "masters", consumer);
        Words<RunnerEvent> words =
                new Words<>(MessageCodec.runnerEvents(), event -> event.runner().value());
        return new RedisMessageStream<>(line, reader, words, envelope);
    }

    /** Throws away what is in a runner's inbox, and the inbox. */
    public void discardInbox(RunnerName runner) {
        asking(
                "Removing the inbox of " + runner,
                () -> line.client()
                        .getStream(Keys.inbox(runner), StringCodec.INSTANCE)
                        .delete());
    }

    /** How many envelopes are in a runner's inbox, for who has no key to open them. */
    public long inboxBacklog(RunnerName runner) {
        return backlog(Keys.inbox(runner));
    }

    /** How many envelopes are in the stream of events, for who has no key to open them. */
    public long eventsBacklog() {
        return backlog(Keys.events());
    }

    private long backlog(String key) {
        return asking(
                "Measuring stream `%s`".formatted(key),
                () -> line.client().getStream(key, StringCodec.INSTANCE).size());
    }

    private static <R> R asking(String doing, Supplier<R> call) {
        try {
            return call.get();
        } catch (RedisException e) {
            throw RedisFailure.of(doing, e);
        }
    }

    /** How many envelopes, and messages in good ones, were refused and dropped since this connection was opened. */
    public long refused() {
        return line.refusals().count();
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
