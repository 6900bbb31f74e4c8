// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import io.slipway.bench.chaos.part.Parts;
import io.slipway.bench.chaos.watch.Ledger;
import io.slipway.job.RunnerName;
import io.slipway.message.redis.RedisConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what should be gone: of a job that has ended, and of the whole stack when no job runs. What is on its way out is given some time. */
final class Leftovers {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration DELIVERY_GRACE = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 200;

    private final Setup setup;
    private final Parts parts;
    private final Ledger ledger;

    Leftovers(Setup setup, Parts parts, Ledger ledger) {
        this.setup = setup;
        this.parts = parts;
        this.ledger = ledger;
    }

    private interface Look {
        List<String> found() throws IOException, SQLException;
    }

    /** What is left of a job: a live attempt, an order, a run folder of a guest. */
    List<String> ofJob(long job) throws InterruptedException {
        return lasting(() -> {
            List<String> found = new ArrayList<>(ledger.liveAttempts(job));
            for (String runner : setup.runners()) {
                found.addAll(files(setup.state(runner).resolve("orders"), job + "-"));
                found.addAll(files(setup.state(runner).resolve("guests"), job + "-"));
            }
            return found;
        });
    }

    /** What is left in the stack, and which part of it is not well. */
    List<String> ofStack() throws InterruptedException {
        List<String> found = new ArrayList<>(lasting(() -> ledger.liveAttempts(0)));
        for (String runner : setup.runners()) {
            found.addAll(lasting(() -> files(setup.state(runner).resolve("orders"), "")));
            found.addAll(lasting(() -> files(setup.state(runner).resolve("guests"), "")));
        }
        found.addAll(lasting(parts::left));
        try (RedisConnection redis = RedisConnection.open(setup.redis())) {
            for (String runner : setup.runners()) {
                RunnerName name = new RunnerName(setup.nameOf(runner));
                found.addAll(lasting(() -> entries("the inbox of " + runner, redis.inboxBacklog(name))));
                // Heartbeats come and go: it is enough that once none waits.
                found.addAll(lasting(() -> entries("the events of " + runner, redis.eventsBacklog(name))));
            }
        }
        return found;
    }

    /** Deliveries of which the master does not know that they were made; one that it was killed over is tried again, and noted then. */
    List<String> ofDeliveries() throws InterruptedException {
        return lasting(ledger::undelivered, DELIVERY_GRACE);
    }

    private static List<String> entries(String stream, long count) {
        return count == 0 ? List.of() : List.of("%d entries are in the stream of %s".formatted(count, stream));
    }

    private static List<String> files(Path folder, String begin) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(begin))
                    .map(path -> "`%s` is there".formatted(path))
                    .toList();
        }
    }

    /** What is still found after some time. */
    private static List<String> lasting(Look look) throws InterruptedException {
        return lasting(look, GRACE);
    }

    private static List<String> lasting(Look look, Duration grace) throws InterruptedException {
        Instant until = Instant.now().plus(grace);
        while (true) {
            List<String> found;
            try {
                found = look.found();
            } catch (IOException | SQLException e) {
                found = List.of("looking for what is left: " + e.getMessage());
            }
            if (found.isEmpty() || Instant.now().isAfter(until)) {
                return found;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
