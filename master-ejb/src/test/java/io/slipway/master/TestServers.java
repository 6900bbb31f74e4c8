// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.store.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import redis.embedded.RedisServer;

/** A real PostgreSQL and a real Redis, started once for all tests of a run, and a database of its own for whoever asks. */
final class TestServers {
    private static final String TEMPLATE = "slipway_template";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServers() {}

    /** Makes a database with the newest schema; gives its JDBC address. */
    static String newDatabase() {
        String name = "slipway_" + DATABASES.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        return Postgres.SERVER.getJdbcUrl("postgres", name);
    }

    static int redisPort() {
        return Redis.SERVER.ports().get(0);
    }

    /** What losing Redis with everything in it looks like. */
    static void emptyRedis() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redisPort())) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() != '+') {
                throw new IllegalStateException("Redis was not emptied");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DataSource dataSource(String jdbcUrl) {
        org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        return source;
    }

    private static void execute(String sql) {
        try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started at the first use. */
    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create database " + TEMPLATE);
                }
                new Schema(dataSource(server.getJdbcUrl("postgres", TEMPLATE))).migrate();
                return server;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("starting PostgreSQL for tests", e);
            }
        }
    }

    /** Started at the first use. */
    private static final class Redis {
        static final RedisServer SERVER = start();

        private static RedisServer start() {
            try {
                RedisServer server = RedisServer.newRedisServer()
                        .port(freePort())
                        .setting("save \"\"")
                        .setting("bind 127.0.0.1")
                        .build();
                server.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket free = new ServerSocket(0)) {
                return free.getLocalPort();
            }
        }

        private static void stop(RedisServer server) {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
