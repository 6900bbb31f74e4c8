// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.TriesException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PausesTest {
    @Test
    void everyoneWaitsOnePause() {
        List<Duration> slept = new ArrayList<>();
        Pauses pauses = new Pauses(Duration.ofSeconds(2), slept::add);

        pauses.await("Logging in");
        pauses.await("Logging in");

        assertThat(slept).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void whoWouldHoldTooManyThreadsIsSentAwayAtOnce() throws InterruptedException {
        CountDownLatch sleeping = new CountDownLatch(16);
        CountDownLatch end = new CountDownLatch(1);
        Pauses pauses = new Pauses(Duration.ofSeconds(2), duration -> {
            sleeping.countDown();
            end.await();
        });
        ExecutorService executor = Executors.newFixedThreadPool(16);
        for (int waiting = 0; waiting < 16; waiting++) {
            executor.execute(() -> pauses.await("Logging in"));
        }
        sleeping.await();

        assertThatThrownBy(() -> pauses.await("Logging in")).isInstanceOf(TriesException.class);

        end.countDown();
        executor.shutdown();
    }
}
