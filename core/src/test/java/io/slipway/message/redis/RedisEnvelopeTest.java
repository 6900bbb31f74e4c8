// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.EventVerifier;
import io.slipway.envelope.TestParties;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageCodec;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.Messages;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** What becomes of envelopes on their way through Redis, and of those that are not what they should be. */
class RedisEnvelopeTest {
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
    void envelopeOfAnotherInboxOrOfAnotherMasterIsDropped() {
        Envelope other = PARTIES.inbox("other");
        connection.inbox(new RunnerName("other"), other).publish(Messages.cancel("for somebody else"));
        rawInbox().add(StreamAddArgs.entries(newest(Keys.inbox(new RunnerName("other")))));
        rawInbox().add(StreamAddArgs.entry("m", "unsigned"));
        connection.inbox(Messages.RUNNER, TestParties.make().inbox(NAME)).publish(Messages.cancel("of another master"));
        inbox.publish(Messages.cancel("one"));
        inbox.publishAll(List.of(Messages.cancel("two"), Messages.cancel("three")));

        assertThat(messages(inbox.receive(100, SOON)))
                .containsExactly(Messages.cancel("one"), Messages.cancel("two"), Messages.cancel("three"));
        assertThat(connection.refused()).isEqualTo(3);
    }

    @Test
    void eventThatARunnerSignsInTheNameOfAnotherIsDropped() {
        RunnerEvent event = Messages.ofRunners().findFirst().orElseThrow();
        connection.events(Messages.RUNNER, "writes", PARTIES.events("other")).publishAll(List.of(event, event));
        connection.events(Messages.RUNNER, "writes", PARTIES.events(NAME)).publish(event);

        assertThat(messages(connection
                        .events(Messages.RUNNER, "reads", PARTIES.events(NAME))
                        .receive(10, SOON)))
                .containsExactly(event);
        assertThat(connection.refused()).isEqualTo(2);
    }

    @Test
    void whatIsPublishedTogetherTravelsInFewEnvelopesAndIsAcknowledgedTogether() {
        List<RunnerMessage> small = numbered(0, 100);
        List<RunnerMessage> large = IntStream.range(0, 5)
                .mapToObj(i -> Messages.cancel("x".repeat(100_000) + i))
                .toList();
        inbox.publishAll(small);
        assertThat(inbox.backlog()).isEqualTo(1);
        inbox.publishAll(large);
        assertThat(inbox.backlog()).isEqualTo(1 + large.size());

        List<Received<RunnerMessage>> received = inbox.receive(10, SOON);
        assertThat(messages(received)).containsSubsequence(small).containsSubsequence(large);
        inbox.acknowledge(received.subList(0, 1));

        assertThat(inbox.backlog()).isEqualTo(large.size());
    }

    @Test
    void whatCannotBeJudgedNowComesAgain() {
        AtomicBoolean down = new AtomicBoolean(true);
        RunnerEvent event = Messages.ofRunners().findFirst().orElseThrow();
        Envelope knowing = PARTIES.events(NAME);
        MessageStream<RunnerEvent> events = connection.events(
                Messages.RUNNER,
                "master",
                TestParties.both(
                        knowing,
                        new EventVerifier(
                                (runner, signed, signature, seals) -> {
                                    if (down.get()) {
                                        throw new ProblemException(Problem.STORE_DOWN, "the database is away");
                                    }
                                },
                                PARTIES.opening())));
        events.publish(event);

        assertThatThrownBy(() -> events.receive(1, SOON)).hasMessage("the database is away");
        down.set(false);

        assertThat(messages(events.receive(1, SOON))).containsExactly(event);
        assertThat(connection.refused()).isZero();
    }

    @Test
    void poisonIsDroppedAndCountedAndBlocksNothing() {
        RStream<String, String> raw = rawInbox();
        raw.add(StreamAddArgs.entries(closed("{\"type\":\"from the future\"}")));
        raw.add(StreamAddArgs.entry("other", "field"));
        inbox.publish(Messages.cancel("good"));
        raw.add(StreamAddArgs.entries(closed("not json")));

        List<Received<RunnerMessage>> received = inbox.receive(10, SOON);

        assertThat(messages(received)).containsExactly(Messages.cancel("good"));
        assertThat(connection.refused()).isEqualTo(3);
        inbox.acknowledge(received);
        assertThat(inbox.backlog()).isZero();
        assertThat(raw.getPendingInfo("runner").getTotal()).isZero();
    }

    @Test
    void goodMessagesBesidePoisonArrive() {
        String good = MessageCodec.runnerMessages().encode(Messages.cancel("good"));
        rawInbox().add(StreamAddArgs.entries(closed(good + "\n{\"type\":\"from the future\"}\n" + good)));

        List<Received<RunnerMessage>> received = inbox.receive(10, SOON);

        assertThat(messages(received)).containsExactly(Messages.cancel("good"), Messages.cancel("good"));
        assertThat(connection.refused()).isEqualTo(1);
        inbox.acknowledge(received);
        assertThat(inbox.backlog()).isZero();
    }

    @Test
    void poisonAloneDoesNotEndTheWait() {
        rawInbox().add(StreamAddArgs.entries(closed("not json")));

        assertThat(inbox.receive(10, NOT_LONG)).isEmpty();

        assertThat(connection.refused()).isEqualTo(1);
        assertThat(inbox.backlog()).isZero();
    }

    /** In a good envelope. */
    private static Map<String, String> closed(String text) {
        return PARTIES.inbox(NAME).close(Keys.inbox(Messages.RUNNER), text);
    }

    private static Map<String, String> newest(String key) {
        return operator.<String, String>getStream(key, StringCodec.INSTANCE)
                .range(StreamRangeArgs.startId(StreamMessageId.MIN).endId(StreamMessageId.MAX))
                .values()
                .iterator()
                .next();
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
