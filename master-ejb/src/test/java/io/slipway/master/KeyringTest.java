// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.RefusedException;
import io.slipway.envelope.RunnerKeys;
import io.slipway.error.Problem;
import io.slipway.job.RunnerName;
import io.slipway.master.message.Keyring;
import io.slipway.master.store.EnrolmentStore.BroughtKeys;
import io.slipway.master.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keyring of one master, while another master enrols and revokes. */
class KeyringTest {
    private static final RunnerName RUNNER = MasterRig.RUNNER;
    private static final RunnerKeys KEYS = MasterRig.PARTIES.runner(RUNNER.value());
    private static final RunnerKeys NEW_KEYS = MasterRig.PARTIES.runner("after the rotation");

    private final AtomicInteger asked = new AtomicInteger();
    private MasterRig rig;
    private Keyring keyring;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        rig.enrol(RUNNER);
        keyring = new Keyring(rig.stores.enrolments(), new CountedTransaction(), rig.clock);
    }

    @Test
    void databaseIsAskedOnceForManyEvents() {
        for (int i = 0; i < 1_000; i++) {
            keyring.require(RUNNER.value(), "event " + i, KEYS.signing().sign("event " + i), true);
            keyring.recipient(RUNNER);
        }

        assertThat(asked)
                .as("the keys, that it seals what it says is noted, and both")
                .hasValue(3);
    }

    @Test
    void databaseIsAskedOnceASecondForManyForgedEvents() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(refusal("event", NEW_KEYS)).isEqualTo(Problem.MESSAGE_FORGED);
            assertThat(unknown()).isEqualTo(Problem.SENDER_UNKNOWN);
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void keysThatWereReplacedByAnotherMasterAreTakenAtOnceAndTheOldOnesNoMore() {
        keyring.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);
        rig.clock.advance(Duration.ofSeconds(2));
        replace();

        keyring.require(RUNNER.value(), "event", NEW_KEYS.signing().sign("event"), true);

        assertThat(refusal("event", KEYS)).isEqualTo(Problem.MESSAGE_FORGED);
        assertThat(keyring.recipient(RUNNER).orElseThrow().key().text())
                .isEqualTo(NEW_KEYS.opening().publicHalf().text());
    }

    @Test
    void numberOfAHeartbeatOrCreditShowsThatKeysWereReplaced() {
        String before = sealingKey();
        replace();
        assertThat(sealingKey()).as("nothing has shown it yet").isEqualTo(before);

        keyring.expect(RUNNER, 2);

        assertThat(sealingKey()).isEqualTo(NEW_KEYS.opening().publicHalf().text());
        keyring.expect(RUNNER, 2);
        sealingKey();
        assertThat(asked).hasValue(2);
    }

    @Test
    void roundFindsWhatWasReplacedOrRevoked() {
        sealingKey();
        replace();
        keyring.refresh();
        assertThat(sealingKey()).isEqualTo(NEW_KEYS.opening().publicHalf().text());

        revoke();
        keyring.refresh();

        assertThat(refusal("event", NEW_KEYS)).isEqualTo(Problem.SENDER_REVOKED);
        assertThat(keyring.recipient(RUNNER).orElseThrow().revoked()).isTrue();
    }

    @Test
    void runnerThatIsEnrolledAgainWithTheSameKeysIsBack() {
        revoke();
        assertThat(refusal("event", KEYS)).isEqualTo(Problem.SENDER_REVOKED);
        rig.clock.advance(Duration.ofSeconds(2));

        enrol(KEYS);

        keyring.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);
    }

    @Test
    void eventWithoutASignatureIsRefused() {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> keyring.require(RUNNER.value(), "event", null, true));

        assertThat(refused.problem()).isEqualTo(Problem.MESSAGE_FORGED);
        assertThat(refused)
                .hasMessage("Opening an event of runner `runner-1`: it is not signed with that runner's key");
    }

    @Test
    void nameThatNoRunnerCouldHaveAsksNobody() {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> keyring.require("x\n' or 1=1", "event", "AAAA", true));

        assertThat(refused.problem()).isEqualTo(Problem.SENDER_UNKNOWN);
        assertThat(asked).hasValue(0);
    }

    @Test
    void eventInClearIsRefusedOnceAnotherMasterHasHeardASealedOne() {
        Keyring another = new Keyring(rig.stores.enrolments(), rig.transaction, rig.clock);
        inClear(keyring);
        inClear(another);

        another.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);
        rig.clock.advance(Keyring.LATE);

        assertThat(refusalInClear(another)).isEqualTo(Problem.MESSAGE_UNSEALED);
        assertThat(catchThrowableOfType(RefusedException.class, () -> inClear(keyring)))
                .hasMessage(
                        "Opening an event of runner `runner-1`: it is in clear, though this runner has sealed what it says before");
    }

    @Test
    void eventInClearIsRefusedByAMasterThatHearsItFirstAfterAnotherHasHeardASealedOne() {
        keyring.recipient(RUNNER);
        Keyring another = new Keyring(rig.stores.enrolments(), rig.transaction, rig.clock);
        another.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);
        rig.clock.advance(Keyring.LATE);

        assertThat(refusalInClear(keyring)).isEqualTo(Problem.MESSAGE_UNSEALED);
    }

    /** It may lie with another master, or with one that was killed, when the runner learns what to seal to: the end of a job, for instance. */
    @Test
    void whatWasSaidInClearBeforeComesALittleLaterAndChangesNothing() {
        inClear(keyring);
        keyring.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);
        rig.clock.advance(Keyring.LATE.minusSeconds(1));

        inClear(keyring);
        keyring.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);

        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(refusalInClear(keyring)).isEqualTo(Problem.MESSAGE_UNSEALED);
    }

    @Test
    void masterThatStartsKnowsWhoHasSealedWhatItSays() {
        keyring.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);
        rig.clock.advance(Keyring.LATE);

        Keyring later = new Keyring(rig.stores.enrolments(), rig.transaction, rig.clock);

        assertThat(refusalInClear(later)).isEqualTo(Problem.MESSAGE_UNSEALED);
    }

    /** Who has an old version, and new keys, is told from one that has sealed before. */
    @Test
    void runnerWithOtherKeysIsHeardAnewAndOneWithTheSameIsNot() {
        keyring.require(RUNNER.value(), "event", KEYS.signing().sign("event"), true);
        enrol(KEYS);
        rig.clock.advance(Keyring.LATE);
        assertThat(refusalInClear(keyring)).isEqualTo(Problem.MESSAGE_UNSEALED);

        replace();
        rig.clock.advance(Duration.ofSeconds(2));

        keyring.require(RUNNER.value(), "event", NEW_KEYS.signing().sign("event"), false);
    }

    private static Problem refusalInClear(Keyring keyring) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> inClear(keyring));
        assertThat(refused).isNotNull();
        return refused.problem();
    }

    private static void inClear(Keyring keyring) {
        keyring.require(RUNNER.value(), "event", KEYS.signing().sign("event"), false);
    }

    /** A key that was broken by hand must not keep the events of all others waiting. */
    @Test
    void keyThatIsNoneIsNobodys() throws SQLException {
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update runner set verifying_key = 'x'");
        }

        assertThat(refusal("event", KEYS)).isEqualTo(Problem.SENDER_UNKNOWN);
    }

    private String sealingKey() {
        return keyring.recipient(RUNNER).orElseThrow().key().text();
    }

    private Problem refusal(String event, RunnerKeys keys) {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> keyring.require(RUNNER.value(), event, keys.signing().sign(event), true));
        assertThat(refused).isNotNull();
        return refused.problem();
    }

    private Problem unknown() {
        return catchThrowableOfType(RefusedException.class, () -> keyring.require("stranger", "event", "AAAA", true))
                .problem();
    }

    private void replace() {
        enrol(NEW_KEYS);
    }

    private void enrol(RunnerKeys runner) {
        PublicKeys keys = runner.publicHalves();
        rig.within(() -> rig.stores
                .enrolments()
                .enrol(
                        RUNNER,
                        new BroughtKeys(keys.verifying().text(), keys.sealing().text(), ""),
                        true,
                        rig.clock.instant()));
    }

    private void revoke() {
        rig.within(() -> rig.stores.enrolments().revoke(RUNNER, rig.clock.instant()));
    }

    /** Counts what is asked. */
    private final class CountedTransaction implements Transaction {
        @Override
        public <T> T separate(Supplier<T> work) {
            asked.incrementAndGet();
            return rig.transaction.separate(work);
        }

        @Override
        public void afterCommit(Runnable action) {
            rig.transaction.afterCommit(action);
        }
    }
}
