// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.net.URI;

/**
 * Where a Redis server is and how to log in to it.
 *
 * @param address {@code redis://host:port} or {@code rediss://host:port}
 * @param username empty for the default user
 * @param password empty for none
 * @param tls how the two ends know each other, with {@code rediss://}
 */
public record RedisSettings(URI address, String username, String password, RedisTls tls) {
    private static final String WITH_TLS = "rediss";

    public RedisSettings {
        requireNonNull(address, "address");
        requireNonNull(username, "username");
        requireNonNull(password, "password");
        requireNonNull(tls, "tls");
    }

    public RedisSettings(URI address, String username, String password) {
        this(address, username, password, RedisTls.PLAIN);
    }

    /** Keys {@code redis.address}, {@code redis.username}, {@code redis.password}, and those of {@link RedisTls}. */
    public static RedisSettings from(Settings settings) {
        RedisSettings redis = new RedisSettings(
                settings.address("redis.address", URI.create("redis://127.0.0.1:6379")),
                settings.text("redis.username", ""),
                settings.text("redis.password", ""),
                RedisTls.from(settings));
        if (!redis.isEncrypted() && !redis.tls.equals(RedisTls.PLAIN)) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Reading key `redis.address`: it is `%s`, and `redis.tls.…` is set; with that, `rediss://HOST:PORT` is allowed"
                            .formatted(redis.address));
        }
        return redis;
    }

    /** The same server, as another user. */
    public RedisSettings as(String otherName, String otherPassword) {
        return new RedisSettings(address, otherName, otherPassword, tls);
    }

    /** Whether what goes over the connection can be read by nobody else. */
    public boolean isEncrypted() {
        return WITH_TLS.equals(address.getScheme());
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return address.toString();
    }
}
