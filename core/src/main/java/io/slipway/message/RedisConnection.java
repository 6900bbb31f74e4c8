// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import io.slipway.job.RunnerName;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** One connection (a pool) to a Redis server; makes the streams on it. Close it last. */
public final class RedisConnection implements AutoCloseable {
    private final RedissonClient client;

    private RedisConnection(RedissonClient client) {
        this.client = client;
    }

    /** Connects; throws {@link io.slipway.error.ProblemException} when the server does not answer. */
    public static RedisConnection open(RedisSettings settings) {
        Config config = new Config();
        if (!settings.username().isEmpty()) {
            config.setUsername(settings.username());
        }
        if (!settings.password().isEmpty()) {
            config.setPassword(settings.password());
        }
        config.useSingleServer().setAddress(settings.address().toString());
        return new RedisConnection(Redisson.create(config));
    }

    /** A runner's inbox. Masters publish to it, the runner reads it. */
    public MessageStream<RunnerMessage> inbox(RunnerName runner) {
        throw new UnsupportedOperationException(Keys.inbox(runner));
    }

    /**
     * The events of all runners. Runners publish to it, masters read it.
     *
     * @param consumer the reader's own name; what it received and did not acknowledge comes again under the same name
     */
    public MessageStream<RunnerEvent> events(String consumer) {
        throw new UnsupportedOperationException(Keys.events() + consumer);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
