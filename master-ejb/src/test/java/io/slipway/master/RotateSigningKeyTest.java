// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OrderOpener;
import io.slipway.envelope.OrderSealer;
import io.slipway.envelope.Pedigree;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SigningKey;
import io.slipway.envelope.TrustedMaster;
import io.slipway.envelope.TrustedMaster.Known;
import io.slipway.envelope.VerifyingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.master.enrol.EnrolmentTokens;
import io.slipway.master.message.RedisMessages;
import io.slipway.message.AttemptAccount;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import io.slipway.pace.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master gets another key to sign with, while a runner has a job: a real PostgreSQL, a real Redis. */
class RotateSigningKeyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final RedisSettings settings =
            new RedisSettings(URI.create("redis://127.0.0.1:" + TestServers.redisPort()), "", "");
    private final RunnerKeys keys = MasterRig.PARTIES.runner(MasterRig.RUNNER.value());
    private final SettableClock runnersClock = new SettableClock();
    private final List<Known> learned = new ArrayList<>();
    private RedisConnection redis;
    private RedisMessages messages;
    private MasterRig rig;
    private TrustedMaster trusted;
    private Thread events;

    @BeforeEach
    void start() {
        TestServers.emptyRedis();
        redis = RedisConnection.open(settings);
        MasterSigner signer = MasterSigner.open(file());
        messages = new RedisMessages(settings, false, "master", signer, MasterRig.PARTIES.opening());
        rig = new MasterRig(Map.of(), messages);
        rig.clock.run();
        trusted = new TrustedMaster(Known.of(signer.publicHalf()), learned::add, runnersClock);
        events = new Thread(rig.master.loops().get("slipway-events"), "slipway-events");
        events.start();
        rig.beat(1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.interrupt();
        events.join();
        messages.close();
        redis.close();
    }

    private Path file() {
        return folder.resolve("signing.json");
    }

    @Test
    void jobRunsAcrossTheRotationAndTheRunnerLearnsTheNewKeyByItself() {
        JobId job = rig.submit(rig.admin);
        rig.handOver();
        AttemptRef attempt = ((WorkOrder) received().get(0)).attempt();
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), attempt));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.RUNNING);

        String old = messages.key().text();
        rotate();
        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, job));

        assertThat(messages.key().text()).isNotEqualTo(old);
        assertThat(received()).hasOnlyElementsOfType(CancelAttempt.class).isNotEmpty();
        assertThat(trusted.current().text()).isEqualTo(messages.key().text());
        assertThat(learned).hasSize(1);
        say(new AttemptEnded(
                MasterRig.RUNNER, Instant.now(), attempt, new Outcome.Cancelled("It was."), AttemptAccount.NONE));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.CANCELLED);
    }

    @Test
    void orderThatWasOnItsWayIsGoodAfterTheRotation() {
        JobId job = rig.submit(rig.admin);
        rig.handOver();
        rotate();
        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, job));

        assertThat(received()).hasSize(2);
    }

    @Test
    void whatTheOldKeyHasSignedIsGoodForAnHourAndNoLonger() {
        MasterSigner stolen = MasterSigner.of(SigningKey.open(copy("stolen.json")));
        rotate();
        tell(1);
        assertThat(received()).hasSize(1);
        OrderSealer old = new OrderSealer(stolen, () -> null, keys.opening().publicHalf());

        redis.inbox(MasterRig.RUNNER, old).publish(cancel(2));
        assertThat(received()).hasSize(1);

        runnersClock.advance(TrustedMaster.OVERLAP);
        redis.inbox(MasterRig.RUNNER, old).publish(cancel(3));
        assertThat(received()).isEmpty();
        tell(4);
        assertThat(received()).hasSize(1);
    }

    @Test
    void runnerThatWasAwayForSeveralRotationsLearnsTheNewestKey() {
        rotate();
        letMastersSettle();
        rotate();
        letMastersSettle();
        rotate();
        tell(1);

        assertThat(received()).hasSize(1);
        assertThat(trusted.current().text()).isEqualTo(messages.key().text());
    }

    @Test
    void keyThatTheOldOneHasNotSignedIsNotLearned() {
        MasterSigner mallory = MasterSigner.open(folder.resolve("mallory.json"));
        mallory.take(new Pedigree(List.of(mallory.step())));

        redis.inbox(
                        MasterRig.RUNNER,
                        new OrderSealer(mallory, () -> null, keys.opening().publicHalf()))
                .publish(cancel(1));

        assertThat(received()).isEmpty();
        assertThat(learned).isEmpty();
    }

    @Test
    void masterThatStartsAgainKnowsHowItCameToItsKey() {
        rotate();
        String newest = messages.key().text();

        try (RedisMessages next =
                new RedisMessages(settings, false, "next", MasterSigner.open(file()), MasterRig.PARTIES.opening())) {
            Master master = another(next);
            master.keys().signing().tick();

            assertThat(next.key().text()).isEqualTo(newest);
            next.send(MasterRig.RUNNER, keys.opening().publicHalf(), List.of(cancel(1)));
            assertThat(received()).hasSize(1);
        }
    }

    /** Between the commit and the new file. */
    @Test
    void masterThatWasKilledInTheMiddleGoesOn() throws IOException {
        VerifyingKey first = messages.key();
        byte[] old = Files.readAllBytes(file());
        rotate();
        String newest = messages.key().text();
        Path waiting = folder.resolve("signing.json.after-" + first.fingerprint());
        Files.move(file(), waiting);
        Files.write(file(), old);

        try (RedisMessages next =
                new RedisMessages(settings, false, "next", MasterSigner.open(file()), MasterRig.PARTIES.opening())) {
            another(next).keys().signing().tick();

            assertThat(next.key().text()).isEqualTo(newest);
            assertThat(waiting).doesNotExist();
        }
    }

    /** The other one is the first to put the new key in its place. */
    @Test
    void masterWhoseFileAnotherOneHasRenewedMakesNoKeyOfItsOwn() {
        try (RedisMessages other =
                new RedisMessages(settings, false, "other", MasterSigner.open(file()), MasterRig.PARTIES.opening())) {
            Master master = another(other);
            rig.transaction.separate(() -> {
                // After commits come in their order.
                rig.transaction.afterCommit(() -> master.keys().signing().tick());
                rig.master.keys().signing().rotate(rig.admin);
            });

            String newest =
                    rig.within(() -> rig.stores.masterKeys().newest(1)).get(0).newer();
            assertThat(other.key().text()).isEqualTo(newest);
            assertThat(messages.key().text()).isEqualTo(newest);
            assertThat(SigningKey.open(file()).publicHalf().text()).isEqualTo(newest);
            tell(1);
            assertThat(received()).hasSize(1);
        }
    }

    /** Its transaction did not end well. */
    @Test
    void rotationThatIsRolledBackChangesNothingAndTheNextOneTakesTheSameKey() {
        String old = messages.key().text();
        assertThat(catchThrowableOfType(
                        IllegalStateException.class,
                        () -> rig.transaction.separate(() -> {
                            rig.master.keys().signing().rotate(rig.admin);
                            throw new IllegalStateException("rolled back");
                        })))
                .isNotNull();
        rig.master.keys().signing().tick();
        assertThat(messages.key().text()).isEqualTo(old);

        rotate();
        assertThat(messages.key().text()).isNotEqualTo(old);
        tell(1);
        assertThat(received()).hasSize(1);
    }

    /** A runner that has learned a key takes that and the one before, and no master may be left with an older one. */
    @Test
    void nextRotationWaitsUntilEveryMasterHasTheKey() {
        rotate();
        assertThat(problemOf(this::rotate)).isEqualTo(Problem.KEYS_BUSY);

        letMastersSettle();
        rotate();
    }

    /** Because it was stolen, say. */
    @Test
    void keyThatWasPutThereByHandHasNoAncestorsAndCanBeReplaced() throws IOException {
        rotate();
        letMastersSettle();
        Files.delete(file());
        try (RedisMessages next =
                new RedisMessages(settings, false, "next", MasterSigner.open(file()), MasterRig.PARTIES.opening())) {
            Master master = another(next);
            String byHand = next.key().text();
            master.keys().signing().tick();
            assertThat(next.key().text()).isEqualTo(byHand);
            next.send(MasterRig.RUNNER, keys.opening().publicHalf(), List.of(cancel(1)));
            assertThat(received()).isEmpty();

            rig.transaction.separate(() -> master.keys().signing().rotate(rig.admin));
            trusted = new TrustedMaster(Known.of(VerifyingKey.of(byHand)), learned::add, runnersClock);
            next.send(MasterRig.RUNNER, keys.opening().publicHalf(), List.of(cancel(2)));
            assertThat(received()).hasSize(1);
        }
    }

    @Test
    void anotherMasterOfTheSameFileTakesTheNewKeyByItself() {
        try (RedisMessages other =
                new RedisMessages(settings, false, "other", MasterSigner.open(file()), MasterRig.PARTIES.opening())) {
            Master master = another(other);
            rotate();
            master.keys().signing().tick();

            assertThat(other.key().text()).isEqualTo(messages.key().text());
        }
    }

    @Test
    void masterWithACopyOfTheOldFileSaysSoAndReplacesNothing() {
        Path copy = copy("copy.json");
        rotate();
        try (RedisMessages other = new RedisMessages(
                        settings, false, "other", MasterSigner.open(copy), MasterRig.PARTIES.opening());
                MasterLog log = MasterLog.open()) {
            Master master = another(other);
            master.keys().signing().tick();

            log.awaitLine(Problem.SIGNING_KEY_REPLACED, "copy `signing.key`");
            assertThat(problemOf(() -> rig.transaction.separate(
                            () -> master.keys().signing().rotate(rig.admin))))
                    .isEqualTo(Problem.SIGNING_KEY_REPLACED);
        }
    }

    @Test
    void enrolmentTokenThatNamesTheOldKeyWorksNoMore() {
        String token = rig.within(() ->
                        rig.master.enrolments().tokens().issue(rig.admin, MasterRig.RUNNER, EnrolmentTokens.LIFETIME))
                .token()
                .text();

        rotate();

        assertThat(problemOf(() -> rig.within(
                        () -> rig.master.enrolments().enrolment().enrol(token, MasterRig.RUNNER, keys.publicHalves()))))
                .isEqualTo(Problem.ENROLMENT_TOKEN_WRONG);
        assertThat(rig.within(() -> rig.master.enrolments().tokens().issue(rig.admin, null, EnrolmentTokens.LIFETIME))
                        .token()
                        .isOf(messages.key()))
                .isTrue();
    }

    @Test
    void onlyAdministratorsRotate() {
        assertThat(problemOf(() -> rig.transaction.separate(
                        () -> rig.master.keys().signing().rotate(rig.user("ann")))))
                .isEqualTo(Problem.NOT_PERMITTED);
    }

    private Master another(RedisMessages other) {
        return new Master(rig.settings, rig.database, rig.transaction, other, rig.clock);
    }

    private Path copy(String name) {
        try {
            return Files.copy(file(), folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void letMastersSettle() {
        TestServers.execute("update master_key set made = made - interval '1 minute'");
    }

    private void rotate() {
        rig.transaction.separate(() -> rig.master.keys().signing().rotate(rig.admin));
    }

    private void tell(long job) {
        messages.send(MasterRig.RUNNER, keys.opening().publicHalf(), List.of(cancel(job)));
    }

    private static CancelAttempt cancel(long job) {
        return new CancelAttempt(new AttemptRef(new JobId(job), 1, 1), "It is a test.");
    }

    private List<RunnerMessage> received() {
        MessageStream<RunnerMessage> inbox =
                redis.inbox(MasterRig.RUNNER, new OrderOpener(trusted, () -> List.of(keys.opening()), learned -> {}));
        List<Received<RunnerMessage>> received = inbox.receive(10, Duration.ofMillis(300));
        inbox.acknowledge(received);
        return received.stream().map(Received::message).toList();
    }

    private void say(RunnerEvent event) {
        redis.events(MasterRig.RUNNER, "runner", MasterRig.PARTIES.events(MasterRig.RUNNER.value(), keys.signing()))
                .publish(event);
    }

    private static Problem problemOf(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        assertThat(refused).isNotNull();
        return refused.problem();
    }
}
