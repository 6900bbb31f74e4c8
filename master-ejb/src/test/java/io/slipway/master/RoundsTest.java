// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops go on, whatever becomes of a round. */
class RoundsTest {
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
    void partThatThrowsKeepsNeitherTheNextPartNorTheNextRoundFromComing(Class<? extends Throwable> thrown)
            throws InterruptedException {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        Rounds rounds = new Rounds(
                "tests",
                Duration.ofMillis(1),
                () -> {
                    first.incrementAndGet();
                    RoundsTest.<RuntimeException>raise(thrown);
                },
                () -> {
                    if (second.incrementAndGet() == 3) {
                        Thread.currentThread().interrupt();
                    }
                });
        Thread loop = new Thread(rounds, "rounds");

        loop.start();
        loop.join(10_000);

        assertThat(loop.isAlive()).isFalse();
        assertThat(first).hasValue(3);
        assertThat(second).hasValue(3);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Class<? extends Throwable> thrown) throws T {
        try {
            throw (T) thrown.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
