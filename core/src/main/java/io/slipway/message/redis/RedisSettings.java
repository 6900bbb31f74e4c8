// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static java.util.Objects.requireNonNull;

import io.slipway.settings.Settings;
import java.net.URI;

/**
 * Where a Redis server is and how to log in to it.
 *
 * @param address {@code redis://host:port} or {@code rediss://host:port}
 * @param username empty for the default user
 * @param password empty for none
 */
public record RedisSettings(URI address, String username, String password) {
    public RedisSettings {
        requireNonNull(address, "address");
        requireNonNull(username, "username");
        requireNonNull(password, "password");
    }

    /** Keys {@code redis.address}, {@code redis.username}, {@code redis.password}. */
    public static RedisSettings from(Settings settings) {
        return new RedisSettings(
                settings.address("redis.address", URI.create("redis://127.0.0.1:6379")),
                settings.text("redis.username", ""),
                settings.text("redis.password", ""));
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return address.toString();
    }
}
