// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.master.message.RedisMessages;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The master with its own threads, a fake runner, and a real Redis between them. */
class RedisLifeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> LEASE = Map.of("job.lease", "4s");
    private final List<Thread> threads = new ArrayList<>();
    private RedisConnection redis;
    private RedisMessages messages;
    private MasterRig rig;

    @BeforeEach
    void connect() {
        RedisSettings settings = new RedisSettings(URI.create("redis://127.0.0.1:" + TestServers.redisPort()), "", "");
        TestServers.emptyRedis();
        redis = RedisConnection.open(settings);
        messages =
                new RedisMessages(settings, false, "master", MasterRig.PARTIES.master(), MasterRig.PARTIES.opening());
    }

    private void startMaster(Map<String, String> settings) {
        rig = new MasterRig(settings, messages);
        rig.clock.run();
        rig.enrol(new RunnerName("runner-1"));
        rig.enrol(new RunnerName("runner-2"));
        rig.master.loops().forEach((name, loop) -> {
            Thread thread = new Thread(loop, name);
            thread.start();
            threads.add(thread);
        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        messages.close();
        redis.close();
    }

    @Test
    void jobsGoFromTheQueueToSuccessWithTheirLogs() {
        startMaster(LEASE);
        List<JobId> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            jobs.add(rig.queue(rig.admin));
        }

        try (FakeRunner runner = new FakeRunner(redis, "runner-1", 4, FakeRunner::succeed)) {
            runner.beat();

            await().atMost(PATIENCE).until(() -> jobs.stream().allMatch(job -> rig.status(job) == JobStatus.SUCCESS));
        }

        assertThat(rig.view(jobs.get(19)).newestAttempt().orElseThrow().logs())
                .allSatisfy(log -> assertThat(log.missing()).isZero())
                .allSatisfy(log -> assertThat(log.closed()).isTrue())
                .hasSize(2);
    }

    /** Defect 3 of the original: jobs were lost with the queue that they stood in. */
    @Test
    void aJobOutlivesAnEmptiedRedis() {
        startMaster(LEASE);
        AtomicInteger orders = new AtomicInteger();
        JobId job = rig.queue(rig.admin);
        rig.beat(1);

        rig.handOver();
        TestServers.emptyRedis();
        try (FakeRunner runner = new FakeRunner(redis, "runner-1", 1, (fake, order) -> {
            orders.incrementAndGet();
            FakeRunner.succeed(fake, order);
        })) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
                runner.beat();
                return rig.status(job) == JobStatus.SUCCESS;
            });
        }

        assertThat(orders).hasValue(1);
        assertThat(rig.view(job).attempts()).hasSize(1);
    }

    @Test
    void aJobOutlivesItsRunner() {
        startMaster(LEASE);
        JobId job = rig.queue(rig.admin);
        try (FakeRunner dies = new FakeRunner(redis, "runner-1", 1, FakeRunner::hold)) {
            dies.beat();
            await().atMost(PATIENCE).until(() -> !dies.received().isEmpty());
        }

        try (FakeRunner other = new FakeRunner(redis, "runner-2", 1, FakeRunner::succeed)) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                other.beat();
                return rig.status(job) == JobStatus.SUCCESS;
            });
        }

        assertThat(rig.view(job).attempts()).hasSize(2);
    }

    @Test
    void aJobWhoseRunnerHangsTimesOutAndIsCancelledThere() {
        startMaster(Map.of("job.lease", "4s", "job.time-limit", "6s", "job.overtime", "1s"));
        JobId job = rig.queue(rig.admin);

        try (FakeRunner hangs = new FakeRunner(redis, "runner-1", 1, FakeRunner::hang)) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                hangs.beat();
                return rig.status(job).isTerminal();
            });
            await().atMost(PATIENCE).until(() -> !hangs.cancelled().isEmpty());

            assertThat(rig.status(job)).isEqualTo(JobStatus.TIMEOUT);
            assertThat(hangs.cancelled()).isEqualTo(hangs.received().keySet()).hasSize(1);
        }

        assertThat(rig.view(job).attempts()).hasSize(1);
    }
}
