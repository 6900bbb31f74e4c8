// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.awaitility.Awaitility.await;

import io.slipway.error.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a master logs, at the finest level, from when this is opened until it is closed. */
final class MasterLog extends Handler implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Logger logger;
    private final Level before;
    private final Formatter formatter = new SimpleFormatter();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private MasterLog(String name) {
        logger = Logger.getLogger(name);
        before = logger.getLevel();
    }

    /** Of what is Slipway's own. */
    static MasterLog open() {
        return open("io.slipway");
    }

    /** @param name of the logger; empty for everything */
    static MasterLog open(String name) {
        MasterLog log = new MasterLog(name);
        log.setLevel(Level.ALL);
        log.logger.setLevel(Level.ALL);
        log.logger.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord logged) {
        lines.add(formatter.format(logged));
    }

    @Override
    public void flush() {
        // Every line is there at once.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Returns when a line has the code of a problem and each of the words. */
    void awaitLine(Problem problem, String... words) {
        await().atMost(PATIENCE)
                .alias("a line with %s and %s of%n%s".formatted(problem.code(), List.of(words), lines))
                .until(() -> lines.stream()
                        .anyMatch(line -> line.contains(problem.code())
                                && List.of(words).stream().allMatch(line::contains)));
    }
}
