// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.JobId;
import io.slipway.master.log.JobWatch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobWatchTest {
    private static final JobId JOB = new JobId(1);
    private final JobWatch watch = new JobWatch();
    private Thread thread;

    @BeforeEach
    void start() {
        thread = new Thread(watch);
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    @Test
    void manyChangesWhileAListenerIsBusyMakeOneCall() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        watch.subscribe(JOB, () -> {
            calls.incrementAndGet();
            busy.countDown();
            awaitQuietly(goOn);
        });

        watch.changed(JOB);
        busy.await();
        for (int i = 0; i < 1_000; i++) {
            watch.changed(JOB);
        }
        goOn.countDown();

        await().until(() -> calls.get() == 2);
        watch.subscribe(JOB, calls::incrementAndGet);
        watch.changed(JOB);
        await().until(() -> calls.get() == 4);
    }

    @Test
    void aListenerThatThrowsKeepsNobodyElseFromBeingWoken() {
        AtomicInteger calls = new AtomicInteger();
        watch.subscribe(JOB, () -> {
            throw new IllegalStateException("a page that went away");
        });
        watch.subscribe(JOB, calls::incrementAndGet);

        watch.changed(JOB);

        await().until(() -> calls.get() == 1);
    }

    @Test
    void whoEndedTheSubscriptionIsNotWoken() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        AutoCloseable subscription = watch.subscribe(JOB, ended::incrementAndGet);
        watch.subscribe(JOB, other::incrementAndGet);

        subscription.close();
        watch.changed(JOB);

        await().until(() -> other.get() == 1);
        assertThat(ended).hasValue(0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
