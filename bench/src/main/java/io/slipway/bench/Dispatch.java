// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import io.slipway.message.redis.RedisSettings;
import io.slipway.runner.enrol.EnrolmentSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a job waits between its submit and the moment that its work order is at the runner, and how many jobs a second go the
 * whole way from submit to settle; beside it what plain JDBC does with the same rows.
 *
 * <p>Arguments: origin, token file, Redis port, Redis password file, PostgreSQL port, PostgreSQL password file, work folder, JSON
 * file, enrolment token file.
 */
public final class Dispatch {
    private static final int LATENCY_JOBS = 500;
    private static final int RATE_JOBS = 500;
    private static final int ROUNDS = 5;
    /** Until what runs often was compiled; a server's first minute is not what it sustains. */
    private static final Duration WARM_UP = Duration.ofMinutes(3);

    private static final int SUBMITTERS = 4;
    private static final String MANIFEST = """
            image: %s
            tasks:
              - greet: say hello
            """.formatted(FakeRunner.IMAGE);

    private final Master master;
    private final FakeRunner runner;
    private final Connection database;

    private Dispatch(Master master, FakeRunner runner, Connection database) {
        this.master = master;
        this.runner = runner;
        this.database = database;
    }

    public static void main(String[] arguments) throws Exception {
        RedisSettings redis =
                new RedisSettings(URI.create("redis://127.0.0.1:" + arguments[2]), "", firstLine(arguments[3]));
        String address = "jdbc:postgresql://127.0.0.1:%s/slipway".formatted(arguments[4]);
        try (FakeRunner runner = new FakeRunner(
                        Path.of(arguments[6]), redis, new EnrolmentSettings(arguments[0], firstLine(arguments[8])));
                Connection database = DriverManager.getConnection(address, "slipway", firstLine(arguments[5]))) {
            Master master = new Master(URI.create(arguments[0]), firstLine(arguments[1]));
            new Dispatch(master, runner, database).run().write(Path.of(arguments[7]));
        }
    }

    private static String firstLine(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).get(0).strip();
    }

    private Figures run() throws Exception {
        say("Waiting until the master offers the runner's image");
        while (master.submit(MANIFEST) < 0) {
            Thread.sleep(200);
        }
        say("Warming up: %d s of jobs".formatted(WARM_UP.toSeconds()));
        Instant warm = Instant.now().plus(WARM_UP);
        while (Instant.now().isBefore(warm)) {
            rate(RATE_JOBS);
        }
        say("Dispatch: %d jobs, one after the other".formatted(LATENCY_JOBS));
        double[] waits = new double[LATENCY_JOBS];
        for (int n = 0; n < LATENCY_JOBS; n++) {
            waits[n] = dispatchMillis();
        }
        say("Rate: %d rounds of %d jobs by %d submitters, and of the same rows by plain JDBC in turn"
                .formatted(ROUNDS, RATE_JOBS, SUBMITTERS));
        JobRows rows = new JobRows(database, settled(lastJob()));
        double[] jobs = new double[ROUNDS];
        double[] inserts = new double[ROUNDS];
        rows.insert(1_000_000, RATE_JOBS);
        for (int round = 0; round < ROUNDS; round++) {
            jobs[round] = rate(RATE_JOBS);
            inserts[round] = rows.insert(2_000_000L + (long) round * RATE_JOBS, RATE_JOBS);
        }
        return figures(waits, jobs, inserts, rows.rowsOfAJob());
    }

    private static Figures figures(double[] waits, double[] jobs, double[] inserts, int rows) {
        Figures figures = new Figures();
        String n = "n = " + waits.length;
        figures.add("dispatch_p50_ms", Figures.quantile(waits, 0.5), "submit to work order at the runner, " + n);
        figures.add("dispatch_p99_ms", Figures.quantile(waits, 0.99), n);
        figures.add("jobs_per_s", Figures.quantile(jobs, 0.5), "submit to settle over REST, median of " + ROUNDS);
        figures.add(
                "jdbc_inserts_per_s",
                Figures.quantile(inserts, 0.5),
                "jobs' rows (%d each) by plain JDBC, a transaction a job, median of %d".formatted(rows, ROUNDS));
        figures.add("ratio_to_jdbc", figures.get("jobs_per_s") / figures.get("jdbc_inserts_per_s"), "");
        return figures;
    }

    private double dispatchMillis() throws IOException, InterruptedException {
        long began = System.nanoTime();
        long job = master.submit(MANIFEST);
        return (runner.awaitOrder(job) - began) / 1e6;
    }

    /** Jobs per second from the first submit until the last is settled. */
    private double rate(int jobs) throws InterruptedException, ExecutionException, SQLException {
        long before = count();
        ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS);
        long began = System.nanoTime();
        try {
            List<Future<Long>> submitted = new ArrayList<>();
            for (int n = 0; n < jobs; n++) {
                submitted.add(submitters.submit(() -> master.submit(MANIFEST)));
            }
            for (Future<Long> job : submitted) {
                if (job.get() < 0) {
                    throw new IllegalStateException("the master refused a job");
                }
            }
            while (count() < before + jobs) {
                Thread.sleep(10);
            }
        } finally {
            submitters.shutdown();
        }
        return jobs / ((System.nanoTime() - began) / 1e9);
    }

    private long count() throws SQLException {
        return number("select count(*) from job where status = 'success'");
    }

    private long lastJob() throws SQLException {
        return number("select max(id) from job");
    }

    /** Waits until a job is settled. */
    private long settled(long job) throws SQLException, InterruptedException {
        while (number("select count(*) from job where status = 'success' and id = " + job) == 0) {
            Thread.sleep(10);
        }
        return job;
    }

    private long number(String query) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void say(String sentence) {
        System.out.println("  " + sentence);
    }
}
