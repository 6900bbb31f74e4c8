// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.slipway.envelope.EventSigner;
import io.slipway.envelope.EventVerifier;
import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.OrderOpener;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.TrustedMaster;
import io.slipway.envelope.TrustedMaster.Known;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.keys.OpeningKeyView;
import io.slipway.master.message.RedisMessages;
import io.slipway.message.AttemptAccount;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.KeysRenewed;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The masters get another key to open with what runners say, while a runner has a job: a real PostgreSQL, a real Redis. */
class RotateOpeningKeyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final RedisSettings settings =
            new RedisSettings(URI.create("redis://127.0.0.1:" + TestServers.redisPort()), "", "");
    private final RunnerKeys keys = MasterRig.PARTIES.runner(MasterRig.RUNNER.value());
    private RedisConnection redis;
    private RedisMessages messages;
    private MasterRig rig;
    private OrderOpener inbox;
    private Thread events;
    private SealingKey sealing;

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

    private RedisMessages messages(String name) {
        return new RedisMessages(
                settings,
                false,
                name,
                MasterSigner.of(MasterRig.PARTIES.master()),
                OpeningKeys.open(folder.resolve("opening.json")));
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.interrupt();
        events.join();
        messages.close();
        redis.close();
    }

    @Test
    void jobRunsAcrossTheRotationAndTheOldKeyGoesWhenItsRunnerHasLearnedTheNewOne() {
        JobId job = rig.submit(rig.admin);
        rig.handOver();
        AttemptRef attempt = ((WorkOrder) received().get(0)).attempt();
        rotate();

        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), attempt));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.RUNNING);
        assertThat(view().behind()).containsExactly(MasterRig.RUNNER);
        letSettle();
        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);

        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, job));
        received();
        assertThat(sealing.text()).isEqualTo(messages.opening().newest().text());
        say(new AttemptEnded(
                MasterRig.RUNNER, Instant.now(), attempt, new Outcome.Cancelled("It was."), AttemptAccount.NONE));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.CANCELLED);

        await().atMost(PATIENCE).until(() -> view().behind().isEmpty());
        assertThat(problemOf(this::retire))
                .as("another master may have read what was before")
                .isEqualTo(Problem.KEYS_BUSY);
        letSettle();
        retire();
        assertThat(view().keys()).isEqualTo(1);
        assertThat(view().fingerprint()).isEqualTo(sealing.fingerprint());
    }

    @Test
    void runnerToWhichThereIsNothingToSayLearnsTheNewKeyAllTheSame() {
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1)));
        long number = messages.sealing().orElseThrow().number();
        await().atMost(PATIENCE)
                .until(() -> rig.within(
                        () -> rig.stores.enrolments().sealingBefore(number).isEmpty()));
        halfAMinuteLater();
        tick();
        assertThat(received()).as("nothing to learn").isEmpty();
        rotate();

        halfAMinuteLater();
        tick();
        tick();

        assertThat(received())
                .containsExactly(new KeysRenewed(keys.publicHalves().fingerprint()));
        assertThat(sealing.text()).isEqualTo(messages.opening().newest().text());
        halfAMinuteLater();
        tick();
        assertThat(received()).as("told again, since it has said nothing").hasSize(1);
    }

    @Test
    void anOldKeyStaysWhileSomethingThatWasSealedToItMayBeOnItsWay() {
        rotate();
        sealing = messages.opening().newest();
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1)));
        await().atMost(PATIENCE).until(() -> view().behind().isEmpty());

        assertThat(problemOf(this::retire)).isEqualTo(Problem.KEYS_BUSY);
        letSettle();
        retire();

        assertThat(view().keys()).isEqualTo(1);
        retire();
        assertThat(view().keys()).as("once more does nothing").isEqualTo(1);
    }

    @Test
    void whoIsRevokedKeepsNoKeyFromGoing() {
        rig.enrol(new RunnerName("gone"));
        rotate();
        letSettle();
        assertThat(view().behind()).contains(new RunnerName("gone"));

        rig.transaction.separate(() -> {
            rig.master.enrolments().revocation().revoke(rig.admin, new RunnerName("gone"));
            rig.master.enrolments().revocation().revoke(rig.admin, MasterRig.RUNNER);
        });

        assertThat(view().behind()).isEmpty();
        retire();
    }

    @Test
    void anotherMasterOpensAtOnceWhatIsSealedToTheNewKeyAndSaysItToo() {
        try (RedisMessages other = messages("other")) {
            Master another = new Master(rig.settings, rig.database, rig.transaction, other, rig.clock);
            rotate();

            assertThat(other.opening().open(messages.opening().newest().seal("alive", "c"), "c"))
                    .isPresent();
            another.keys().opening().look();
            assertThat(other.sealing().orElseThrow().number())
                    .isEqualTo(messages.sealing().orElseThrow().number());
            assertThat(other.sealing().orElseThrow().key().text())
                    .isEqualTo(messages.opening().newest().text());
            assertThat(other.sealing().orElseThrow().isOf(messages.key())).isTrue();
            assertThat(problemOf(() -> rig.transaction.separate(
                            () -> another.keys().opening().rotate(rig.admin))))
                    .isEqualTo(Problem.KEYS_BUSY);
        }
    }

    @Test
    void masterWithoutTheNewestKeyTellsRunnersNothingAndDropsNothing() {
        rotate();
        try (MasterLog log = MasterLog.open();
                RedisMessages other = new RedisMessages(
                        settings,
                        false,
                        "other",
                        MasterSigner.of(MasterRig.PARTIES.master()),
                        OpeningKeys.open(folder.resolve("of-another-time.json")))) {
            Master another = new Master(rig.settings, rig.database, rig.transaction, other, rig.clock);
            another.keys().opening().tick();
            another.keys().opening().tick();

            assertThat(other.sealing()).isEmpty();
            log.awaitLine(Problem.OPENING_KEY_REPLACED, "copy its `opening.key` here first");
            for (ThrowingCallable act : List.<ThrowingCallable>of(
                    () -> rig.transaction.separate(
                            () -> another.keys().opening().rotate(rig.admin)),
                    () -> rig.transaction.separate(
                            () -> another.keys().opening().retire(rig.admin)))) {
                assertThat(problemOf(act)).isEqualTo(Problem.OPENING_KEY_REPLACED);
            }
            EventVerifier verifier = new EventVerifier((runner, signed, signature, seals) -> {}, other.opening());
            Map<String, String> event =
                    new EventSigner("runner", keys.signing(), messages.opening().newest()).close("events", "ended");
            assertThat(problemOf(() -> verifier.open("events", event)))
                    .as("to be read again, and not refused")
                    .isEqualTo(Problem.OPENING_KEY_REPLACED);
        }
    }

    /** Killed when the file had the new key and the database did not know of it. */
    @Test
    void masterThatWasKilledWhileItMadeAKeyGoesOn() {
        messages.opening().add();

        tick();
        rig.clock.advance(Duration.ofSeconds(15));
        tick();

        assertThat(messages.sealing().orElseThrow().key().text())
                .isEqualTo(messages.opening().newest().text());
        assertThat(view().keys()).isEqualTo(2);
        assertThat(problemOf(this::rotate)).isEqualTo(Problem.KEYS_BUSY);
    }

    @Test
    void runnersAreToldTheNewKeyWhenEveryMasterMayKnowIt() {
        rig.transaction.separate(() -> rig.master.keys().opening().rotate(rig.admin));
        tick();
        assertThat(messages.sealing().orElseThrow().key().text()).isEqualTo(sealing.text());

        rig.clock.advance(Duration.ofSeconds(15));
        tick();
        assertThat(messages.sealing().orElseThrow().key().text())
                .isEqualTo(messages.opening().newest().text());
    }

    /** Runners know a key then that the database does not know; the next one has a greater number all the same. */
    @Test
    void keyThatIsMadeAfterARestoreFromABackupHasAGreaterNumber() throws IOException {
        Path file = folder.resolve("opening.json");
        byte[] backup = Files.readAllBytes(file);
        rotate();
        long forgotten = messages.sealing().orElseThrow().number();
        Files.write(file, backup);
        TestServers.execute("delete from opening_key where number = " + forgotten);
        rig.master.keys().opening().look();
        assertThat(messages.sealing().orElseThrow().number()).isLessThan(forgotten);

        rotate();

        assertThat(messages.sealing().orElseThrow().number()).isGreaterThan(forgotten);
    }

    @Test
    void runnerThatWasJustEnrolledHasShownNothing() {
        rotate();
        rig.enrol(new RunnerName("new"));

        assertThat(view().behind()).contains(new RunnerName("new"));
    }

    /** As the manual says that it is done when the file is lost. */
    @Test
    void keyOfANewFileCountsWhenTheDatabaseForgetsTheOnesBefore() {
        rotate();
        long before = messages.sealing().orElseThrow().number();
        TestServers.execute("delete from opening_key");
        rig.clock.advance(Duration.ofSeconds(1));
        try (RedisMessages anew = new RedisMessages(
                settings,
                false,
                "anew",
                MasterSigner.of(MasterRig.PARTIES.master()),
                OpeningKeys.open(folder.resolve("anew.json")))) {
            Master master = new Master(rig.settings, rig.database, rig.transaction, anew, rig.clock);

            master.keys().opening().tick();

            assertThat(anew.sealing().orElseThrow().number()).isGreaterThan(before);
            halfAMinuteLater();
            master.keys().opening().tick();
            received();
            assertThat(sealing.text()).isEqualTo(anew.opening().newest().text());
        }
    }

    /** As after a restart from a backup: nothing that it says opens, so it is not heard. */
    @Test
    void runnerWhoseEventsDoNotOpenIsToldWhatToSealTo() {
        sealing = OpeningKeys.open(folder.resolve("lost.json")).newest();
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1)));
        rig.clock.advance(Duration.ofHours(1));

        await().atMost(PATIENCE).untilAsserted(() -> {
            rig.clock.advance(Duration.ofMinutes(1));
            tick();
            received();
            assertThat(sealing.text()).isEqualTo(messages.opening().newest().text());
        });
    }

    @Test
    void eventThatIsPlayedAgainMakesNobodyLookAsIfItSealedToTheOldKey() {
        SealingKey old = sealing;
        rotate();
        AttemptStarted event = new AttemptStarted(MasterRig.RUNNER, Instant.now(), new AttemptRef(new JobId(1), 1, 1));
        sealing = messages.opening().newest();
        say(event);
        await().atMost(PATIENCE).until(() -> view().behind().isEmpty());

        sealing = old;
        say(event);
        say(event);
        sealing = messages.opening().newest();
        JobId job = rig.submit(rig.admin);
        rig.handOver();
        AttemptRef attempt = ((WorkOrder) received().stream()
                        .filter(WorkOrder.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .attempt();
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), attempt));
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.RUNNING);

        assertThat(view().behind()).isEmpty();
    }

    @Test
    void onlyAdministratorsRotateAndRetire() {
        var ann = rig.user("ann");
        for (ThrowingCallable act : List.<ThrowingCallable>of(
                () -> rig.transaction.separate(() -> rig.master.keys().opening().rotate(ann)),
                () -> rig.transaction.separate(() -> rig.master.keys().opening().retire(ann)),
                () -> rig.within(() -> rig.master.keys().opening().view(ann)))) {
            assertThat(problemOf(act)).isEqualTo(Problem.NOT_PERMITTED);
        }
        assertThat(messages.opening().size()).isEqualTo(1);
    }

    /** And says so as soon as every master may know of it. */
    private void rotate() {
        rig.transaction.separate(() -> rig.master.keys().opening().rotate(rig.admin));
        rig.clock.advance(Duration.ofSeconds(15));
        rig.master.keys().opening().look();
        rig.beat(1);
    }

    private void retire() {
        rig.transaction.separate(() -> rig.master.keys().opening().retire(rig.admin));
    }

    private void tick() {
        rig.master.keys().opening().tick();
    }

    private OpeningKeyView view() {
        return rig.within(() -> rig.master.keys().opening().view(rig.admin));
    }

    private void halfAMinuteLater() {
        rig.clock.advance(Duration.ofSeconds(31));
        rig.beat(1);
    }

    private void letSettle() {
        rig.clock.advance(Duration.ofMinutes(5));
    }

    private List<RunnerMessage> received() {
        MessageStream<RunnerMessage> stream = redis.inbox(MasterRig.RUNNER, inbox);
        List<Received<RunnerMessage>> received = stream.receive(10, Duration.ofMillis(300));
        stream.acknowledge(received);
        return received.stream().map(Received::message).toList();
    }

    private void say(RunnerEvent event) {
        redis.events(MasterRig.RUNNER, "runner", new EventSigner(MasterRig.RUNNER.value(), keys.signing(), sealing))
                .publish(event);
    }

    private static Problem problemOf(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        assertThat(refused).isNotNull();
        return refused.problem();
    }
}
