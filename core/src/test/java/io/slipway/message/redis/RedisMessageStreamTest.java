// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.envelope.TestParties;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.Messages;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamTrimArgs;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

class RedisMessageStreamTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration NOT_LONG = Duration.ofMillis(150);

    private static final String NAME = Messages.RUNNER.value();
    private static final TestParties PARTIES = TestParties.make();

    private static TestRedis redis;
    private static RedissonClient operator;

    private RedisConnection connection;
    private MessageStream<RunnerMessage> inbox;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
        Config config = new Config().setThreads(1).setNettyThreads(1);
        config.useSingleServer().setAddress(redis.settings().address().toString());
        operator = Redisson.create(config);
    }

    @AfterAll
    static void stopRedis() {
        operator.shutdown();
        redis.close();
    }

    @BeforeEach
    void connect() {
        operator.getKeys().flushall();
        connection = RedisConnection.open(redis.settings());
        inbox = inboxOn(connection);
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void everyMessageArrivesAsItWasPublished() {
        MessageStream<RunnerEvent> events = connection.events(Messages.RUNNER, "master-1", PARTIES.events(NAME));
        List<RunnerEvent> published = Messages.ofRunners().toList();
        published.forEach(events::publish);

        assertThat(messages(events.receive(100, SOON))).isEqualTo(published);
    }

    @Test
    void inboxThatIsDiscardedIsEmptyAndTakesMessagesAgain() {
        inbox.publishAll(numbered(0, 3));
        inbox.acknowledge(inbox.receive(1, SOON));
        inbox.publish(Messages.cancel("lost"));

        connection.discardInbox(Messages.RUNNER);

        assertThat(connection.inboxBacklog(Messages.RUNNER)).isZero();
        inbox.publish(Messages.cancel("new"));
        assertThat(messages(inbox.receive(1, SOON))).containsExactly(Messages.cancel("new"));
    }

    @Test
    void orderIsKeptOverManyReceives() {
        List<RunnerMessage> published = numbered(0, 250);
        published.subList(0, 150).forEach(inbox::publish);
        inbox.publishAll(published.subList(150, 155));
        published.subList(155, 250).forEach(inbox::publish);

        List<RunnerMessage> arrived = new ArrayList<>();
        while (arrived.size() < published.size()) {
            List<Received<RunnerMessage>> some = inbox.receive(7, SOON);
            assertThat(some).hasSizeBetween(1, 11);
            arrived.addAll(messages(some));
            inbox.acknowledge(some);
        }

        assertThat(arrived).isEqualTo(published);
        assertThat(inbox.backlog()).isZero();
    }

    @Test
    void aWaitingReceiveWakesAtOnce() throws Exception {
        inbox.receive(1, Duration.ZERO);
        CompletableFuture<Long> woken = CompletableFuture.supplyAsync(() -> {
            assertThat(inbox.receive(1, Duration.ofSeconds(20))).hasSize(1);
            return System.nanoTime();
        });
        Thread.sleep(300);

        long published = System.nanoTime();
        inbox.publish(Messages.cancel("wake"));

        assertThat(Duration.ofNanos(woken.get(10, TimeUnit.SECONDS) - published))
                .isLessThan(Duration.ofMillis(500));
    }

    @Test
    void receiveComesBackEmptyWhenItsTimeIsOver() {
        long begin = System.nanoTime();

        assertThat(inbox.receive(1, NOT_LONG)).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(NOT_LONG.minusMillis(20), SOON);
    }

    @Test
    void backlogCountsWhatIsNotAcknowledged() {
        numbered(0, 3).forEach(inbox::publish);
        List<Received<RunnerMessage>> received = inbox.receive(2, SOON);
        assertThat(inbox.backlog()).isEqualTo(3);

        inbox.acknowledge(received);

        assertThat(inbox.backlog()).isEqualTo(1);
        inbox.acknowledge(received);
        assertThat(inbox.backlog()).isEqualTo(1);
    }

    @Test
    void aConsumerThatStartsAgainGetsFirstWhatItDidNotAcknowledge() {
        numbered(0, 5).forEach(inbox::publish);
        inbox.acknowledge(inbox.receive(1, SOON));
        inbox.receive(3, SOON);
        connection.close();

        connection = RedisConnection.open(redis.settings());
        inbox = inboxOn(connection);

        assertThat(messages(inbox.receive(2, SOON))).isEqualTo(numbered(1, 3));
        assertThat(messages(inbox.receive(2, SOON))).isEqualTo(numbered(3, 4));
        assertThat(messages(inbox.receive(2, SOON))).isEqualTo(numbered(4, 5));
    }

    @Test
    void whatADeadConsumerHeldGoesToAnotherAfterAWhile() {
        Duration abandonedAfter = Duration.ofMillis(600);
        List<RunnerEvent> published = Messages.ofRunners().toList();
        try (RedisConnection dead = RedisConnection.open(redis.settings())) {
            MessageStream<RunnerEvent> events = dead.events(Messages.RUNNER, "dead", PARTIES.events(NAME));
            events.publishAll(published);
            assertThat(events.receive(100, SOON)).hasSize(published.size());
        }

        try (RedisConnection living = RedisConnection.open(redis.settings(), abandonedAfter)) {
            MessageStream<RunnerEvent> events = living.events(Messages.RUNNER, "living", PARTIES.events(NAME));
            assertThat(events.receive(100, Duration.ofMillis(50))).isEmpty();
            List<Received<RunnerEvent>> claimed = events.receive(100, SOON);
            assertThat(messages(claimed)).isEqualTo(published);
            events.acknowledge(claimed);
            assertThat(events.backlog()).isZero();
        }
    }

    @Test
    void twoConsumersShareTheMessages() {
        MessageStream<RunnerEvent> first = connection.events(Messages.RUNNER, "master-1", PARTIES.events(NAME));
        MessageStream<RunnerEvent> second = connection.events(Messages.RUNNER, "master-2", PARTIES.events(NAME));
        RunnerEvent event = Messages.ofRunners().findFirst().orElseThrow();
        IntStream.range(0, 20).forEach(i -> first.publish(event));

        List<Received<RunnerEvent>> all = new ArrayList<>(first.receive(10, SOON));
        all.addAll(second.receive(20, SOON));

        Set<String> ids = new HashSet<>(all.stream().map(Received::id).toList());
        assertThat(ids).hasSize(20);
        assertThat(first.receive(1, NOT_LONG)).isEmpty();
    }

    @Test
    void anEmptiedServerIsFilledAgain() throws Exception {
        inbox.publish(Messages.cancel("lost"));
        inbox.receive(1, SOON);
        CompletableFuture<List<RunnerMessage>> waiting =
                CompletableFuture.supplyAsync(() -> messages(inbox.receive(1, Duration.ofSeconds(20))));
        Thread.sleep(300);

        operator.getKeys().flushall();
        inbox.publish(Messages.cancel("after the flush"));

        assertThat(waiting.get(15, TimeUnit.SECONDS)).containsExactly(Messages.cancel("after the flush"));
    }

    @Test
    void acknowledgingAfterTheServerWasEmptiedIsQuiet() {
        inbox.publish(Messages.cancel("lost"));
        List<Received<RunnerMessage>> received = inbox.receive(1, SOON);
        operator.getKeys().flushall();

        inbox.acknowledge(received);

        assertThat(inbox.backlog()).isZero();
    }

    @Test
    void entriesThatAnOperatorTrimmedBlockNothing() {
        inbox.publishAll(numbered(0, 3));
        inbox.receive(3, SOON);
        rawInbox().trim(StreamTrimArgs.maxLen(0).noLimit());
        connection.close();
        connection = RedisConnection.open(redis.settings(), Duration.ofMillis(1));
        inbox = inboxOn(connection);

        inbox.publish(Messages.cancel("new"));

        assertThat(messages(inbox.receive(10, SOON))).containsExactly(Messages.cancel("new"));
    }

    @Test
    void publishingNothingIsAllowed() {
        inbox.publishAll(List.of());
        inbox.acknowledge(List.of());

        assertThat(inbox.backlog()).isZero();
    }

    @Test
    void inboxesOfTwoRunnersAreApart() {
        inbox.publish(Messages.cancel("mine"));

        assertThat(connection
                        .inbox(new RunnerName("other"), PARTIES.inbox("other"))
                        .receive(1, NOT_LONG))
                .isEmpty();
        assertThat(inbox.receive(1, SOON)).hasSize(1);
    }

    @Test
    void anInterruptedReceiveSaysSo() throws Exception {
        CompletableFuture<Problem> ended = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                inbox.receive(1, Duration.ofSeconds(30));
            } catch (ProblemException e) {
                ended.complete(e.problem());
            }
        });
        reader.start();
        Thread.sleep(300);

        reader.interrupt();

        assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(Problem.RUNNER_STOPPED);
        reader.join();
    }

    @Test
    void anInterruptedReceiveLosesNothing() throws Exception {
        anInterruptedReceiveSaysSo();

        inbox.publish(Messages.cancel("after the interrupt"));

        assertThat(inbox.receive(1, SOON)).hasSize(1);
    }

    @Test
    void aClosedConnectionEndsAReceive() throws Exception {
        RedisConnection closing = RedisConnection.open(redis.settings());
        CompletableFuture<?> waiting =
                CompletableFuture.supplyAsync(() -> inboxOn(closing).receive(1, Duration.ofSeconds(30)));
        Thread.sleep(300);

        long begin = System.nanoTime();
        closing.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ProblemException.class);
    }

    private static MessageStream<RunnerMessage> inboxOn(RedisConnection connection) {
        return connection.inbox(Messages.RUNNER, PARTIES.inbox(NAME));
    }

    private static RStream<String, String> rawInbox() {
        return operator.getStream(Keys.inbox(Messages.RUNNER), StringCodec.INSTANCE);
    }

    private static List<RunnerMessage> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Messages.cancel("number " + i))
                .toList();
    }

    private static <T> List<T> messages(List<Received<T>> received) {
        return received.stream().map(Received::message).toList();
    }
}
