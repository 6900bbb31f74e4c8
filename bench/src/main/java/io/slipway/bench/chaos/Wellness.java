// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import io.slipway.bench.chaos.part.Parts;
import io.slipway.bench.chaos.part.RedisDoor;
import io.slipway.bench.chaos.watch.Ledger;
import io.slipway.bench.chaos.watch.MasterApi;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether all parts answer. */
final class Wellness {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 200;
    private static final int HEARD_SECONDS = 4;

    private final Setup setup;
    private final Parts parts;
    private final Ledger ledger;
    private final RedisDoor redis;
    private final MasterApi api;

    Wellness(Setup setup, Parts parts, Ledger ledger, RedisDoor redis, MasterApi api) {
        this.setup = setup;
        this.parts = parts;
        this.ledger = ledger;
        this.redis = redis;
        this.api = api;
    }

    /** Waits until all do. @return what still does not after a long time */
    List<String> await() throws InterruptedException {
        Instant until = Instant.now().plus(LONGEST);
        List<String> unwell = unwell();
        while (!unwell.isEmpty() && Instant.now().isBefore(until)) {
            Thread.sleep(PAUSE_MILLIS);
            unwell = unwell();
        }
        return unwell.isEmpty() ? unwell : unwellWithProcesses(unwell);
    }

    private List<String> unwell() throws InterruptedException {
        List<String> unwell = new ArrayList<>();
        if (!api.answers()) {
            unwell.add("the master does not answer");
        }
        try {
            redis.ping();
        } catch (IOException e) {
            unwell.add("Redis does not answer: " + e.getMessage());
        }
        try {
            List<String> present = ledger.presentRunners(HEARD_SECONDS);
            setup.runners().stream()
                    .filter(runner -> !present.contains(setup.nameOf(runner)))
                    .forEach(runner -> unwell.add("the master does not hear %s".formatted(runner)));
        } catch (SQLException e) {
            unwell.add("PostgreSQL does not answer: " + e.getMessage());
        }
        return unwell;
    }

    private List<String> unwellWithProcesses(List<String> unwell) {
        List<String> all = new ArrayList<>(unwell);
        List<String> names = new ArrayList<>(List.of("postgresql", "redis", "master"));
        names.addAll(setup.runners());
        names.stream().filter(name -> !parts.isUp(name)).forEach(name -> all.add(name + " has no process"));
        return all;
    }
}
