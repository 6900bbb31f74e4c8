// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import io.slipway.job.RunnerName;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import io.slipway.runner.Runner;
import io.slipway.runner.RunnerSettings;
import io.slipway.runner.batch.RepositoryFile;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.jdbcx.JdbcConnectionPool;

/** A runner in this process whose guests are fakes; remembers when each work order reached it. */
final class FakeRunner implements AutoCloseable {
    static final String IMAGE = "fake";
    private static final RunnerName NAME = new RunnerName("bench");

    private final Map<Long, Long> received = new ConcurrentHashMap<>();
    private final RedisConnection redis;
    private final JdbcConnectionPool repository;
    private final Runner runner;

    /** @param folder for its state, its logs and the image it offers */
    FakeRunner(Path folder, RedisSettings redisSettings) throws IOException {
        Path image = folder.resolve("images").resolve(IMAGE);
        Files.createDirectories(image.resolve("x86_64"));
        Files.writeString(image.resolve("functions"), "default_arch=x86_64\n");
        Files.writeString(image.resolve("x86_64/root.img.qcow2"), "");
        RunnerSettings settings = RunnerSettings.from(Settings.of(Map.of(
                "name", NAME.value(),
                "slots", "64",
                "state.folder", folder.resolve("state").toString(),
                "logs.folder", folder.resolve("logs").toString(),
                "images.folder", folder.resolve("images").toString(),
                "guest.kind", "fake")));
        FakeGuestFactory.onCreate(attempt -> received.put(attempt.job().value(), System.nanoTime()));
        redis = RedisConnection.open(redisSettings);
        repository = RepositoryFile.open(folder.resolve("state"));
        runner = new Runner(
                settings,
                redis.inbox(NAME),
                redis.events(NAME.value()),
                repository,
                work -> new Thread(work, "runner"));
        runner.start();
    }

    /** Waits for the order of a job; gives the value of {@link System#nanoTime} when it came. */
    long awaitOrder(long job) throws InterruptedException {
        while (!received.containsKey(job)) {
            Thread.sleep(0, 200_000);
        }
        return received.get(job);
    }

    @Override
    public void close() {
        runner.close();
        repository.dispose();
        redis.close();
    }
}
