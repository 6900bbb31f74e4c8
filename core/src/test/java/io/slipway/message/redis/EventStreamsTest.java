// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.EventVerifier;
import io.slipway.envelope.TestParties;
import io.slipway.job.RunnerName;
import io.slipway.message.Beat;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.Messages;
import io.slipway.message.RunnerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of several runners, as a master reads them, on a real Redis. */
class EventStreamsTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration NOT_LONG = Duration.ofMillis(150);
    private static final String NAME = Messages.RUNNER.value();
    private static final TestParties PARTIES = TestParties.make();

    private TestRedis redis;
    private RedisConnection connection;

    @BeforeEach
    void connect() {
        redis = TestRedis.start();
        connection = RedisConnection.open(redis.settings());
    }

    @AfterEach
    void disconnect() {
        connection.close();
        redis.close();
    }

    @Test
    void mastersReadTheStreamsOfAllRunnersAndOfThoseThatComeLater() {
        RunnerName other = new RunnerName("other");
        Set<RunnerName> runners = ConcurrentHashMap.newKeySet();
        runners.add(Messages.RUNNER);
        Envelope each = new EventVerifier((runner, signed, signature, seals) -> {}, PARTIES.opening());
        MessageStream<RunnerEvent> master = connection.events("master", () -> Set.copyOf(runners), each);
        MessageStream<RunnerEvent> first = connection.events(Messages.RUNNER, "", PARTIES.events(NAME));
        MessageStream<RunnerEvent> second = connection.events(other, "", PARTIES.events("other"));
        first.publish(alive(NAME));
        second.publish(alive("other"));

        List<Received<RunnerEvent>> received = master.receive(10, SOON);
        assertThat(messages(received)).containsExactly(alive(NAME));
        assertThat(master.receive(10, NOT_LONG)).isEmpty();
        runners.add(other);
        List<Received<RunnerEvent>> later = master.receive(10, SOON);
        assertThat(messages(later)).containsExactly(alive("other"));
        IntStream.range(0, 30).forEach(i -> first.publish(alive(NAME)));
        second.publish(alive("other"));
        List<Received<RunnerEvent>> many = master.receive(10, SOON);

        assertThat(messages(many))
                .as("who says much keeps nobody waiting")
                .contains(alive("other"))
                .hasSize(11);
        assertThat(second.backlog()).isEqualTo(2);
        master.acknowledge(received);
        master.acknowledge(later);
        master.acknowledge(many);
        assertThat(second.backlog()).isZero();
        assertThat(master.backlog()).isEqualTo(20);
    }

    @Test
    void whatAMasterReadAndDidNotApplyComesToItAgainFromEveryStream() {
        RunnerName other = new RunnerName("other");
        Envelope each = new EventVerifier((runner, signed, signature, seals) -> {}, PARTIES.opening());
        connection.events(Messages.RUNNER, "", PARTIES.events(NAME)).publish(alive(NAME));
        connection.events(other, "", PARTIES.events("other")).publish(alive("other"));
        Set<RunnerName> both = Set.of(Messages.RUNNER, other);
        assertThat(connection.events("master", () -> both, each).receive(10, SOON))
                .hasSize(2);

        MessageStream<RunnerEvent> again = connection.events("master", () -> both, each);
        List<Received<RunnerEvent>> received = again.receive(10, SOON);

        assertThat(messages(received)).containsExactlyInAnyOrder(alive(NAME), alive("other"));
        again.acknowledge(received);
        redis.empty();
        connection.events(other, "", PARTIES.events("other")).publish(alive("other"));
        assertThat(messages(again.receive(10, SOON))).containsExactly(alive("other"));
    }

    @Test
    void masterWithoutRunnersWaitsForSome() {
        MessageStream<RunnerEvent> master = connection.events(
                "master", Set::of, new EventVerifier((runner, signed, signature, seals) -> {}, PARTIES.opening()));

        assertThat(master.receive(10, NOT_LONG)).isEmpty();
        assertThat(master.backlog()).isZero();
    }

    private static List<RunnerEvent> messages(List<Received<RunnerEvent>> received) {
        return received.stream().map(Received::message).toList();
    }

    private static RunnerEvent alive(String runner) {
        return new RunnerEvent.RunnerAlive(
                new RunnerName(runner),
                Instant.EPOCH,
                new Beat(1, 1),
                List.of(),
                Set.of(),
                1,
                List.of(),
                List.of(),
                List.of(),
                "",
                "");
    }
}
