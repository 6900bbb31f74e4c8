// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.RunnerKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.message.RedisMessages;
import io.slipway.master.secret.SampleSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerMessage;
import io.slipway.message.StandingGuest;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.RedisConnection;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.client.codec.StringCodec;

/**
 * A thief who has everything that one enrolled runner has, keys and tokens and the way into Redis, before a whole master: a real
 * PostgreSQL, a real Redis without access lists. Both the thief and another runner have a job.
 */
abstract class WithStolenRunner {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final RunnerName STOLEN = MasterRig.RUNNER;
    static final RunnerName OTHER = new RunnerName("runner-2");
    static final TaskName BUILD = new TaskName("build");
    static final String CONTENT = "the-content-of-miras-secret";
    static final String MANIFEST = """
            image: debian/bookworm
            artifacts: [out.txt]
            caches: {kept: [x]}
            tasks:
              - build: make
            """;

    final RunnerKeys keys = MasterRig.PARTIES.runner(STOLEN.value());
    MasterLog log;
    RedisRig server;
    RedissonClient thief;
    RedisConnection redis;
    RedisMessages messages;
    MasterRig rig;
    Thread events;
    AttemptRef theirs;
    WorkOrder own;

    @BeforeEach
    void handAJobToEach() {
        server = new RedisRig();
        thief = server.thief;
        redis = server.redis;
        messages = server.messages;
        rig = server.rig;
        log = MasterLog.open();
        theirs = handedTo(OTHER, "mira", "secrets: [netrc]\n");
        handedTo(STOLEN, "theo", "oauth: builds.sr.ht/*:RW\n");
        own = nextOrder();
        listen();
    }

    void listen() {
        events = new Thread(rig.master.loops().get("slipway-events"), "slipway-events");
        events.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.interrupt();
        events.join();
        log.close();
        server.close();
    }

    AttemptRef handedTo(RunnerName runner, String owner, String more) {
        Caller caller = rig.user(owner);
        rig.within(() -> rig.master.secrets().add(caller, SampleSecrets.file("netrc", CONTENT)));
        rig.beat(runner, 1);
        JobId job = rig.submit(caller, new Submission(MANIFEST + more, "", List.of(), true, Visibility.PRIVATE))
                .job()
                .id();
        rig.handOver();
        AttemptRef attempt = new AttemptRef(job, 1, 1);
        assertThat(rig.view(job).newestAttempt().orElseThrow().runner()).isEqualTo(runner.value());
        return attempt;
    }

    WorkOrder nextOrder() {
        MessageStream<RunnerMessage> inbox = redis.inbox(STOLEN, MasterRig.PARTIES.inbox(STOLEN.value()));
        List<MessageStream.Received<RunnerMessage>> received = inbox.receive(1, PATIENCE);
        inbox.acknowledge(received);
        return (WorkOrder) received.get(0).message();
    }

    long userOf(String name) {
        return rig.within(() -> rig.stores.users().find(name).orElseThrow().id());
    }

    void enrol(String token, RunnerName runner) {
        rig.within(() -> rig.master.enrolments().enrolment().enrol(token, runner, keys.publicHalves()));
    }

    int slots(RunnerName runner) {
        return rig.within(() -> rig.stores.runners().list()).stream()
                .filter(row -> row.name().equals(runner))
                .findFirst()
                .orElseThrow()
                .slots();
    }

    static RunnerAlive alive(
            RunnerName runner, int slots, List<HeldCheckpoint> checkpoints, List<StandingGuest> standing) {
        return new RunnerAlive(
                runner,
                Instant.now(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                slots,
                List.of(),
                checkpoints,
                standing,
                "evil.example.org:22",
                "");
    }

    static AttemptEnded ended(RunnerName runner, AttemptRef attempt) {
        return new AttemptEnded(runner, Instant.now(), attempt, new Outcome.Succeeded(), AttemptAccount.NONE);
    }

    /** With the stolen keys, as the runner itself would. */
    void say(RunnerEvent event) {
        redis.events(STOLEN, "thief", MasterRig.PARTIES.events(STOLEN.value(), keys.signing()))
                .publish(event);
    }

    static Problem problemOf(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        assertThat(refused).as("the refusal").isNotNull();
        return refused.problem();
    }

    RStream<String, String> stream(String key) {
        return thief.getStream(key, StringCodec.INSTANCE);
    }

    List<Map<String, String>> entries(String key) {
        return List.copyOf(stream(key)
                .range(StreamRangeArgs.startId(StreamMessageId.MIN).endId(StreamMessageId.MAX))
                .values());
    }
}
