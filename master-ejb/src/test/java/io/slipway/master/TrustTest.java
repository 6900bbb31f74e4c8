// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.envelope.Envelope;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.message.RedisMessages;
import io.slipway.message.AttemptAccount;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerMessage;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.Keys;
import io.slipway.message.redis.RedisConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RType;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.client.codec.StringCodec;

/** What somebody can do who reads and writes the Redis that master and runners share: a whole master, and a real Redis. */
class TrustTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RunnerName OTHER = new RunnerName("runner-2");
    private static final String MARKER = "the-marker-of-this-manifest";

    private final List<Thread> threads = new ArrayList<>();
    private RedisRig server;
    private RedissonClient thief;
    private RedisConnection redis;
    private RedisMessages messages;
    private MasterRig rig;
    private AttemptRef attempt;

    @BeforeEach
    void start() {
        server = new RedisRig();
        thief = server.thief;
        redis = server.redis;
        messages = server.messages;
        rig = server.rig;
        JobId job = rig.submit(rig.admin, """
                image: debian/bookworm
                environment:
                  MARK: %s
                tasks:
                  - build: make
                """.formatted(MARKER));
        rig.beat(1);
        rig.enrol(OTHER);
        rig.handOver();
        attempt = new AttemptRef(job, 1, 1);
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
        server.close();
    }

    @Test
    void whoeverDumpsRedisFindsNoManifestTextInIt() {
        String dump = dump();

        WorkOrder order = (WorkOrder) redis.inbox(MasterRig.RUNNER, MasterRig.PARTIES.inbox("runner-1"))
                .receive(1, PATIENCE)
                .get(0)
                .message();
        assertThat(order.manifest()).as("the runner finds it").contains(MARKER);
        assertThat(dump).as("the order is there").contains(Keys.inbox(MasterRig.RUNNER));
        assertThat(dump)
                .doesNotContain(MARKER)
                .doesNotContain("debian/bookworm")
                .doesNotContain(order.uploadToken())
                .doesNotContain("tasks");
    }

    /** What one runner steals of another's order it cannot open. */
    @Test
    void orderThatIsCopiedToAnotherInboxIsWorthNothing() {
        entries(Keys.inbox(MasterRig.RUNNER))
                .forEach(entry -> thief.<String, String>getStream(Keys.inbox(OTHER), StringCodec.INSTANCE)
                        .add(StreamAddArgs.entries(entry)));
        MessageStream<RunnerMessage> inbox = redis.inbox(OTHER, MasterRig.PARTIES.inbox("runner-2"));

        assertThat(inbox.receive(10, Duration.ofMillis(300))).isEmpty();
        assertThat(redis.refused()).isEqualTo(1);
    }

    @Test
    void eventInTheNameOfAnotherRunnerIsRefusedAndBlocksNothing() {
        Envelope theOthers = MasterRig.PARTIES.events(OTHER.value());
        redis.events(OTHER, "writes", theOthers).publish(ended(MasterRig.RUNNER));
        redis.events(
                        MasterRig.RUNNER,
                        "writes",
                        MasterRig.PARTIES.events(
                                MasterRig.RUNNER.value(),
                                MasterRig.PARTIES.runner(OTHER.value()).signing()))
                .publish(ended(MasterRig.RUNNER));
        redis.events(OTHER, "writes", theOthers).publish(ended(OTHER));

        await().atMost(PATIENCE)
                .until(() -> messages.refused() == 2 && rig.master.refusals().count() == 1);
        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.QUEUED);
        goodEventsGoOn();
    }

    @Test
    void eventWithoutASignatureIsRefusedAndBlocksNothing() {
        redis.events(MasterRig.RUNNER, "writes", unsigned()).publish(ended(MasterRig.RUNNER));

        await().atMost(PATIENCE).until(() -> messages.refused() == 1);
        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.QUEUED);
        goodEventsGoOn();
    }

    @Test
    void eventThatWasChangedOnItsWayIsRefused() {
        Envelope envelope = MasterRig.PARTIES.events(MasterRig.RUNNER.value());
        redis.events(MasterRig.RUNNER, "writes", new Envelope() {
                    @Override
                    public Map<String, String> close(String stream, String text) {
                        Map<String, String> fields = new HashMap<>(envelope.close(stream, text));
                        String sealed = fields.get("x");
                        fields.put("x", (sealed.startsWith("A") ? "B" : "A") + sealed.substring(1));
                        return fields;
                    }
                })
                .publish(ended(MasterRig.RUNNER));

        await().atMost(PATIENCE).until(() -> messages.refused() == 1);
        goodEventsGoOn();
    }

    @Test
    void runnerThatNobodyEnrolledIsNotHeard() {
        RunnerName stranger = new RunnerName("stranger");
        redis.events(MasterRig.RUNNER, "writes", MasterRig.PARTIES.events("stranger"))
                .publish(new RunnerAlive(
                        stranger,
                        Instant.now(),
                        MasterRig.nextBeat(),
                        List.of(MasterRig.DEBIAN),
                        Set.of(),
                        9,
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        ""));

        await().atMost(PATIENCE).until(() -> messages.refused() == 1);
        assertThat(rig.within(() -> rig.stores.runners().heard(stranger))).isEmpty();
        goodEventsGoOn();
    }

    @Test
    void eventOfARevokedRunnerIsRefusedAtOnceAndItsOrdersAreGone() {
        publish(new AttemptStarted(MasterRig.RUNNER, Instant.now(), attempt));
        await().atMost(PATIENCE).until(() -> rig.status(attempt.job()) == JobStatus.RUNNING);

        rig.transaction.separate(() -> rig.master.enrolments().revocation().revoke(rig.admin, MasterRig.RUNNER));
        publish(ended(MasterRig.RUNNER));

        await().atMost(PATIENCE).until(() -> messages.refused() == 1);
        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.QUEUED);
        List<RunnerMessage> left =
                redis.inbox(MasterRig.RUNNER, MasterRig.PARTIES.inbox("runner-1")).receive(10, PATIENCE).stream()
                        .map(MessageStream.Received::message)
                        .toList();
        assertThat(left).containsExactly(new RunnerMessage.CancelAttempt(attempt, "The runner was revoked."));
    }

    private void goodEventsGoOn() {
        publish(ended(MasterRig.RUNNER));

        await().atMost(PATIENCE).until(() -> rig.status(attempt.job()) == JobStatus.SUCCESS);
        await().atMost(PATIENCE).until(() -> redis.eventsBacklog(MasterRig.RUNNER) == 0);
    }

    private void publish(RunnerEvent event) {
        redis.events(
                        event.runner(),
                        "writes",
                        MasterRig.PARTIES.events(event.runner().value()))
                .publish(event);
    }

    private AttemptEnded ended(RunnerName runner) {
        return new AttemptEnded(runner, Instant.now(), attempt, new Outcome.Succeeded(), AttemptAccount.NONE);
    }

    private static Envelope unsigned() {
        return new Envelope() {
            @Override
            public Map<String, String> close(String stream, String text) {
                return Map.of("m", text, "r", MasterRig.RUNNER.value());
            }
        };
    }

    private List<Map<String, String>> entries(String stream) {
        return List.copyOf(thief.<String, String>getStream(stream, StringCodec.INSTANCE)
                .range(StreamRangeArgs.startId(StreamMessageId.MIN).endId(StreamMessageId.MAX))
                .values());
    }

    /** Every key with all that is in it, as it is and decoded from Base64. */
    private String dump() {
        StringBuilder dump = new StringBuilder();
        thief.getKeys().getKeys().forEach(key -> {
            assertThat(thief.getKeys().getType(key)).as(key).isEqualTo(RType.STREAM);
            for (Map<String, String> entry : entries(key)) {
                dump.append(key).append(entry);
                entry.values().forEach(value -> dump.append(decoded(value)));
            }
        });
        return dump.toString();
    }

    private static String decoded(String value) {
        try {
            return new String(Base64.getDecoder().decode(value), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
