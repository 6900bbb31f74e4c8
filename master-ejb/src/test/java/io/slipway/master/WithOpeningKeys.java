// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.EventSigner;
import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.OrderOpener;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.TrustedMaster;
import io.slipway.envelope.TrustedMaster.Known;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.keys.OpeningKeyView;
import io.slipway.master.message.RedisMessages;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A master with a key that runners seal to, and a runner that learns what it says: a real PostgreSQL, a real Redis. */
abstract class WithOpeningKeys {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    final RedisSettings settings =
            new RedisSettings(URI.create("redis://127.0.0.1:" + TestServers.redisPort()), "", "");
    final RunnerKeys keys = MasterRig.PARTIES.runner(MasterRig.RUNNER.value());
    RedisConnection redis;
    RedisMessages messages;
    MasterRig rig;
    OrderOpener inbox;
    Thread events;
    SealingKey sealing;

    @BeforeEach
    void start() {
        TestServers.emptyRedis();
        redis = RedisConnection.open(settings);
        messages = messages("master");
        sealing = messages.opening().newest();
        rig = new MasterRig(Map.of(), messages);
        inbox = new OrderOpener(
                new TrustedMaster(Known.of(messages.key()), known -> {}, rig.clock),
                () -> List.of(keys.opening()),
                learned -> sealing = learned.key());
        events = new Thread(rig.master.loops().get("slipway-events"), "slipway-events");
        events.start();
        assertThat(messages.sealing()).isPresent();
        rig.beat(1);
    }

    RedisMessages messages(String name) {
        return messages(name, "opening.json");
    }

    /** Of a master with another file. */
    RedisMessages messages(String name, String file) {
        return new RedisMessages(
                settings,
                false,
                name,
                MasterSigner.of(MasterRig.PARTIES.master()),
                OpeningKeys.open(folder.resolve(file)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.interrupt();
        events.join();
        messages.close();
        redis.close();
    }

    /** And says so as soon as every master may know of it. */
    void rotate() {
        rig.transaction.separate(() -> rig.master.keys().opening().rotate(rig.admin));
        rig.clock.advance(Duration.ofSeconds(15));
        rig.master.keys().opening().look();
        rig.beat(1);
    }

    void retire() {
        rig.transaction.separate(() -> rig.master.keys().opening().retire(rig.admin));
    }

    void tick() {
        rig.master.keys().opening().tick();
    }

    OpeningKeyView view() {
        return rig.within(() -> rig.master.keys().opening().view(rig.admin));
    }

    void halfAMinuteLater() {
        rig.clock.advance(Duration.ofSeconds(31));
        rig.beat(1);
    }

    void letSettle() {
        rig.clock.advance(Duration.ofMinutes(5));
    }

    List<RunnerMessage> received() {
        MessageStream<RunnerMessage> stream = redis.inbox(MasterRig.RUNNER, inbox);
        List<Received<RunnerMessage>> received = stream.receive(10, Duration.ofMillis(300));
        stream.acknowledge(received);
        return received.stream().map(Received::message).toList();
    }

    void say(RunnerEvent event) {
        redis.events(MasterRig.RUNNER, "runner", new EventSigner(MasterRig.RUNNER.value(), keys.signing(), sealing))
                .publish(event);
    }

    static Problem problemOf(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        assertThat(refused).isNotNull();
        return refused.problem();
    }
}
