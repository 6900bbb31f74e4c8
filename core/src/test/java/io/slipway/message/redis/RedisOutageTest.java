// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.TestParties;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.Messages;
import io.slipway.message.RunnerMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisOutageTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void openingWithoutAServerIsRefusedInBoundedTime() {
        RedisSettings nobody = new RedisSettings(URI.create("redis://127.0.0.1:1"), "", "");

        ProblemException refusal = inBound(() -> RedisConnection.open(nobody));

        assertThat(refusal.problem()).isEqualTo(Problem.MESSAGES_DOWN);
        assertThat(refusal).hasMessageStartingWith("Connecting to `redis://127.0.0.1:1`: Redis does not answer");
    }

    @Test
    void theSentenceOfARefusedLoginLeavesOutThePassword() {
        try (TestRedis redis = TestRedis.start()) {
            RedisSettings wrong = new RedisSettings(redis.settings().address(), "nobody", "s3cret");

            assertThatThrownBy(() -> RedisConnection.open(wrong))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void aRestartOfTheServerIsSurvived() throws Exception {
        try (TestRedis redis = TestRedis.start();
                RedisConnection connection = RedisConnection.open(redis.settings())) {
            MessageStream<RunnerMessage> inbox =
                    connection.inbox(Messages.RUNNER, TestParties.make().inbox(Messages.RUNNER.value()));
            inbox.publish(Messages.cancel("before"));
            inbox.acknowledge(inbox.receive(1, BOUND));
            CompletableFuture<List<Received<RunnerMessage>>> waiting =
                    CompletableFuture.supplyAsync(() -> receiveInALoop(inbox));
            Thread.sleep(300);

            redis.down();
            assertThat(inBound(() -> inbox.publish(Messages.cancel("during"))).problem())
                    .isEqualTo(Problem.MESSAGES_DOWN);
            assertThat(inBound(inbox::backlog).problem()).isEqualTo(Problem.MESSAGES_DOWN);
            assertThat(inBound(() -> inbox.receive(1, Duration.ofSeconds(1))).problem())
                    .isEqualTo(Problem.MESSAGES_DOWN);
            redis.up();
            publishInALoop(inbox, Messages.cancel("after"));

            assertThat(waiting.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .extracting(Received::message)
                    .containsExactly(Messages.cancel("after"));
        }
    }

    /** What callers do: an outage is waited out. */
    private static List<Received<RunnerMessage>> receiveInALoop(MessageStream<RunnerMessage> stream) {
        while (true) {
            try {
                List<Received<RunnerMessage>> received = stream.receive(1, Duration.ofSeconds(5));
                if (!received.isEmpty()) {
                    return received;
                }
            } catch (ProblemException e) {
                assertThat(e.problem()).isEqualTo(Problem.MESSAGES_DOWN);
            }
        }
    }

    private static void publishInALoop(MessageStream<RunnerMessage> stream, RunnerMessage message) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (true) {
            try {
                stream.publish(message);
                return;
            } catch (ProblemException e) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static ProblemException inBound(Runnable call) {
        long begin = System.nanoTime();
        ProblemException thrown = catchThrowableOfType(ProblemException.class, call::run);
        assertThat(thrown).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
        return thrown;
    }
}
