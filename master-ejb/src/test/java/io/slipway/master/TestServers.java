// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.store.MigrationSettings;
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
import javax.sql.DataSource;
import redis.embedded.RedisServer;

/** A real PostgreSQL and a real Redis, started once for all tests of a run, and one database that whoever asks gets empty. */
final class TestServers {
    private TestServers() {}

    /** The database with the newest schema and no row in it. */
    static TestTransaction emptyDatabase() {
        // Every other table but the last four refers to the first two, if by a detour.
        execute(
                "truncate \"user\", runner, seal, master_key, opening_key, enrolment_token, stored_object, tries cascade");
        execute("set session_replication_role = replica; truncate audit; set session_replication_role = origin");
        execute("alter sequence job_id restart");
        execute("drop trigger if exists refuse on attempt");
        return Postgres.TRANSACTION;
    }

    static DataSource dataSource() {
        return Postgres.SERVER.getPostgresDatabase();
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

    /** Runs a statement as the owner of the database. */
    static void execute(String sql) {
        try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started at the first use. Masters work as the role that the manual gives them, which owns nothing. */
    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();
        static final TestTransaction TRANSACTION = new TestTransaction(SERVER.getJdbcUrl("slipway_master", "postgres"));

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                new Schema(server.getPostgresDatabase(), MigrationSettings.ofDataSource()).migrate();
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("alter role slipway_master login");
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
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
