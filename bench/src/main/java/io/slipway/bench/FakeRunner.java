// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import io.slipway.runner.Runner;
import io.slipway.runner.RunnerSettings;
import io.slipway.runner.batch.RepositoryFile;
import io.slipway.runner.enrol.Enrolment;
import io.slipway.runner.enrol.EnrolmentSettings;
import io.slipway.runner.enrol.Identity;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.jdbcx.JdbcConnectionPool;

/** A runner whose guests are fakes, in this process or in one of its own; remembers when each work order reached it. */
public final class FakeRunner implements AutoCloseable {
    static final String IMAGE = "fake";

    private final Map<Long, Long> received = new ConcurrentHashMap<>();
    private final RedisConnection redis;
    private final JdbcConnectionPool repository;
    private final Runner runner;

    /**
     * @param folder for its state, its logs and the image it offers
     * @param enrolment how it comes to be known to the master
     */
    FakeRunner(Path folder, RedisSettings redis, EnrolmentSettings enrolment) throws IOException {
        this(RunnerSettings.from(Settings.of(Map.of(
                "name", "bench",
                "slots", "64",
                "state.folder", folder.resolve("state").toString(),
                "logs.folder", folder.resolve("logs").toString(),
                "images.folder", folder.resolve("images").toString(),
                "redis.address", redis.address().toString(),
                "redis.password", redis.password(),
                "guest.kind", "fake",
                "master.address", enrolment.master(),
                "enrol.token", enrolment.token()))));
    }

    private FakeRunner(RunnerSettings settings) throws IOException {
        Path image = settings.guest().images().resolve(IMAGE);
        Files.createDirectories(image.resolve("x86_64"));
        Files.writeString(image.resolve("functions"), "default_arch=x86_64\n");
        Files.writeString(image.resolve("x86_64/root.img.qcow2"), "");
        FakeGuestFactory.onCreate(attempt -> received.put(attempt.job().value(), System.nanoTime()));
        Identity identity = new Enrolment(settings.name(), settings.enrolment(), settings.state()).identity();
        redis = RedisConnection.open(settings.redis());
        repository = RepositoryFile.open(settings.state());
        runner = new Runner(
                settings,
                redis.inbox(settings.name(), identity.inbox()),
                redis.events(settings.name(), settings.name().value(), identity.events()),
                repository,
                work -> new Thread(work, "runner"));
        runner.start();
    }

    /** A runner in a process of its own, until that is told to stop. Argument: the file of its settings. */
    public static void main(String[] arguments) throws IOException {
        FakeRunner runner = new FakeRunner(RunnerSettings.from(Settings.load(Path.of(arguments[0]))));
        Runtime.getRuntime().addShutdownHook(new Thread(runner::close, "stop"));
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
