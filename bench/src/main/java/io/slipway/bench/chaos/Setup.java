// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import io.slipway.bench.chaos.plan.Conditions;
import io.slipway.bench.chaos.plan.Dialect;
import io.slipway.bench.chaos.plan.FakeDialect;
import io.slipway.bench.chaos.plan.ShellDialect;
import io.slipway.message.redis.RedisSettings;
import io.slipway.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code slipway chaos} tells the harness about the stack that it has laid out.
 *
 * @param real whether guests are machines
 * @param home the folder of the stack
 * @param script starts and ends parts
 * @param figures the file for the figures
 * @param runners the names of the runners' parts
 */
record Setup(
        long seed,
        int runs,
        boolean real,
        Duration lease,
        Path home,
        Path script,
        Path figures,
        List<String> runners,
        Settings settings) {
    private static final int HIGHEST_PORT = 65_535;

    static Setup read(Path file) {
        Settings settings = Settings.load(file);
        return new Setup(
                settings.number("seed", 0L, 0, Long.MAX_VALUE),
                settings.number("runs", 0, 1, Integer.MAX_VALUE),
                settings.flag("real", false),
                settings.duration("lease", Duration.ZERO),
                Path.of(settings.text("home")),
                Path.of(settings.text("script")),
                Path.of(settings.text("figures")),
                settings.list("runners", List.of()),
                settings);
    }

    Conditions conditions() {
        return new Conditions(real, runners.size(), lease.toMillis());
    }

    Dialect dialect() {
        return real ? new ShellDialect(settings.text("image")) : new FakeDialect();
    }

    int port(String name) {
        return settings.number("port." + name, 0, 1, HIGHEST_PORT);
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + port("http"));
    }

    String password(String server) {
        return settings.text(server + ".password");
    }

    RedisSettings redis() {
        return new RedisSettings(URI.create("redis://127.0.0.1:" + port("redis")), "", password("redis"));
    }

    /** The folder of a runner's state. */
    Path state(String runner) {
        return home.resolve(runner).resolve("state");
    }

    /** The name under which the master knows a runner. */
    String nameOf(String runner) {
        return real ? "local" : runner;
    }
}
