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
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.redisson.Redisson;
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
    private final RedisUsers users;

    private RedisConnection(Redisson client, Duration abandonedAfter) {
        this.users = new RedisUsers(client);
        this.line = new Line(client, abandonedAfter, new Refusals(), new AtomicBoolean());
    }

    /** @throws ProblemException when the server does not answer, or refuses the login */
    public static RedisConnection open(RedisSettings settings) {
        return open(settings, ABANDONED_AFTER);
    }

    static RedisConnection open(RedisSettings settings, Duration abandonedAfter) {
        try {
            return new RedisConnection((Redisson) Redisson.create(config(settings)), abandonedAfter);
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
     * The events of all runners, as masters read them: the streams of each, side by side, so that one who says much keeps none of the others
     * waiting. Nobody publishes to it.
     *
     * @param consumer the reader's own name; what it received and did not acknowledge comes again under the same name
     * @param runners whose streams there are; asked again from time to time
     * @param envelope how what they say is opened
     */
    public MessageStream<RunnerEvent> events(String consumer, Supplier<Set<RunnerName>> runners, Envelope envelope) {
        return new EventStreams(line, consumer, runners, runner -> eventStream(runner, consumer, envelope));
    }

    /**
     * The events of one runner, as it publishes them.
     *
     * @param consumer the name of who reads them here; a runner does not
     */
    public MessageStream<RunnerEvent> events(RunnerName runner, String consumer, Envelope envelope) {
        return eventStream(runner, consumer, envelope);
    }

    private RedisMessageStream<RunnerEvent> eventStream(RunnerName runner, String consumer, Envelope envelope) {
        Reader reader = new Reader(Keys.events(runner), EventStreams.GROUP, consumer);
        Words<RunnerEvent> words =
                new Words<>(MessageCodec.runnerEvents(), event -> event.runner().value());
        return new RedisMessageStream<>(line, reader, words, envelope);
    }

    /**
     * Has these users of runners be on the server, and no others of runners: one that is too many is removed the second time. The user of this
     * connection must be allowed {@code ACL}.
     *
     * @param wanted asked while nobody is let in or shut out by this connection, and again when one was made
     */
    public void keepUsers(Supplier<? extends Collection<RedisUser>> wanted) {
        users.keep(wanted);
    }

    /** Lets a runner log in with the password of that hash; the user of this connection must be allowed {@code ACL}. */
    public void admit(RedisUser runner) {
        users.admit(runner);
    }

    /** Lets a runner log in no more, and ends its connections. */
    public void expel(RunnerName runner) {
        users.expel(RedisUser.nameOf(runner));
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

    /** How many envelopes are in a runner's stream of events, for who has no key to open them. */
    public long eventsBacklog(RunnerName runner) {
        return backlog(Keys.events(runner));
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
        settings.tls().trusted().ifPresent(config::setSslTrustManagerFactory);
        settings.tls().shown().ifPresent(config::setSslKeyManagerFactory);
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
