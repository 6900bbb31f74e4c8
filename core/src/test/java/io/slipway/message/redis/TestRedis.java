// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis server of a test's own, on a free port of the loopback address. */
public final class TestRedis implements AutoCloseable {
    private static final int STARTS = 5;

    private int port;
    private RedisServer server;

    private final List<String> more;

    private TestRedis(List<String> more) {
        this.more = more;
    }

    /** Starts a server without a password that keeps nothing on disk. @param more lines of its configuration */
    public static TestRedis start(String... more) {
        TestRedis redis = new TestRedis(List.of(more));
        for (int start = 1; redis.server == null; start++) {
            redis.port = freePort();
            try {
                redis.up();
            } catch (UncheckedIOException e) {
                if (start == STARTS) {
                    throw e;
                }
            }
        }
        return redis;
    }

    /** Starts one that has these users besides the default one, which may do everything without a password. */
    public static TestRedis startWith(RedisUser... users) {
        try {
            Path file = Files.createTempFile(Path.of("target").toAbsolutePath(), "redis", ".acl");
            String lines = Arrays.stream(users).map(RedisUser::line).collect(joining("\n"));
            Files.writeString(file, "user default on nopass ~* &* +@all\n" + lines + "\n");
            return start("aclfile " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RedisSettings settings() {
        return new RedisSettings(URI.create("redis://127.0.0.1:" + port), "", "");
    }

    public int port() {
        return port;
    }

    /** Stops the server; {@link #up} starts an empty one on the same port. */
    public void down() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void up() {
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no");
            more.forEach(builder::setting);
            RedisServer starting = builder.build();
            starting.start();
            server = starting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        down();
    }

    /** Throws everything away, as the default user. */
    public void empty() {
        try (RawRedis raw = new RawRedis(port)) {
            raw.call("FLUSHALL");
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
