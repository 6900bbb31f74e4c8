// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import redis.embedded.RedisServer;

/** A real Redis server of a test's own, on a free port of the loopback address. */
public final class TestRedis implements AutoCloseable {
    private static final int STARTS = 5;

    private int port;
    private RedisServer server;

    private TestRedis() {}

    /** Starts a server without a password that keeps nothing on disk. */
    public static TestRedis start() {
        TestRedis redis = new TestRedis();
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
            RedisServer starting = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
