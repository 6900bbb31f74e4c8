// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.RefusedException;
import io.slipway.envelope.RunnerKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.enrol.EnrolmentTokens;
import io.slipway.master.enrol.RunnerDetail;
import io.slipway.message.RunnerEvent.KeysOffered;
import io.slipway.message.RunnerMessage.KeysRenewed;
import io.slipway.message.RunnerMessage.RenewKeys;
import io.slipway.message.WorkOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the master does when runners offer new keys, on a real PostgreSQL. */
class RenewRunnerKeysTest {
    private static final RunnerName RUNNER = MasterRig.RUNNER;

    @TempDir
    private Path folder;

    private final RunnerKeys old = MasterRig.PARTIES.runner(RUNNER.value());
    private RunnerKeys next;
    private MasterRig rig;
    private WorkOrder order;

    @BeforeEach
    void handOver() {
        rig = new MasterRig();
        next = RunnerKeys.open(folder.resolve("next"));
        order = rig.handedOver();
        rig.messages.forget();
    }

    @Test
    void newKeysThatTheOldOnesHaveSignedTakeTheirPlaceAndTheJobGoesOn() {
        rig.apply(offer(old, next));

        assertThat(rig.messages.sent(KeysRenewed.class))
                .containsExactly(new KeysRenewed(next.publicHalves().fingerprint()));
        assertThat(runner().fingerprint()).isEqualTo(next.publicHalves().fingerprint());
        assertThat(runner().running()).isEqualTo(1);
        rig.beat(1, order.attempt());
        assertThat(rig.within(() -> rig.stores.attempts().live(RUNNER))).containsExactly(order.attempt());
        rig.keyring.require(RUNNER.value(), "text", next.signing().sign("text"), true);
    }

    @Test
    void whatTheOldKeyHasSignedIsTakenForADayAndNoLonger() {
        rig.apply(offer(old, next));
        rig.keyring.require(RUNNER.value(), "text", old.signing().sign("text"), true);

        rig.clock.advance(RunnerKeys.OVERLAP);

        assertThat(refusal(old)).isEqualTo(Problem.MESSAGE_FORGED);
        rig.keyring.require(RUNNER.value(), "text", next.signing().sign("text"), true);
    }

    @Test
    void offerThatComesTwiceIsConfirmedTwiceAndChangesNothing() {
        rig.apply(offer(old, next));
        rig.apply(offer(old, next));

        assertThat(rig.messages.sent(KeysRenewed.class)).hasSize(2);
        rig.keyring.require(RUNNER.value(), "text", old.signing().sign("text"), true);
    }

    /** Who has the old keys only, after they were replaced, gets nothing by them. */
    @Test
    void keysThatWereReplacedBringNoOthers() {
        RunnerKeys mallory = RunnerKeys.open(folder.resolve("mallory"));
        rig.apply(offer(old, next));
        rig.messages.forget();

        try (MasterLog log = MasterLog.open()) {
            rig.apply(offer(old, mallory));
            log.awaitLine(Problem.KEYS_REFUSED, "KeysOffered", "`runner-1`", "did not sign the new ones");
        }

        assertThat(rig.messages.sent(KeysRenewed.class)).isEmpty();
        assertThat(runner().fingerprint()).isEqualTo(next.publicHalves().fingerprint());
    }

    @Test
    void keysOfSomebodyElseAreNotTakenAsOnesOwn() {
        RunnerKeys others = RunnerKeys.open(folder.resolve("others"));
        String statement = RunnerKeys.statement(RUNNER.value(), others.publicHalves());

        rig.apply(new KeysOffered(
                RUNNER,
                rig.clock.instant(),
                others.publicHalves().verifying().text(),
                others.publicHalves().sealing().text(),
                old.signing().sign(statement),
                old.signing().sign(statement)));

        assertThat(rig.master.refusals().count()).isEqualTo(1);
        assertThat(runner().fingerprint()).isEqualTo(old.publicHalves().fingerprint());
    }

    @Test
    void keysThatAreNoneAreRefused() {
        rig.apply(new KeysOffered(RUNNER, rig.clock.instant(), "none", "none", "x", "y"));

        assertThat(rig.master.refusals().count()).isEqualTo(1);
        assertThat(runner().fingerprint()).isEqualTo(old.publicHalves().fingerprint());
    }

    @Test
    void revokedRunnerGetsNoNewKeysAndItsOldOnesAreGoodNoMore() {
        rig.apply(offer(old, next));
        rig.transaction.separate(() -> rig.master.enrolments().revocation().revoke(rig.admin, RUNNER));
        rig.messages.forget();

        rig.apply(offer(next, RunnerKeys.open(folder.resolve("third"))));

        assertThat(rig.messages.sent(KeysRenewed.class)).isEmpty();
        rig.keyring.forget(RUNNER);
        assertThat(refusal(old)).isEqualTo(Problem.SENDER_REVOKED);
        assertThat(refusal(next)).isEqualTo(Problem.SENDER_REVOKED);
    }

    /** Else heartbeats that were signed before could be played again, since they count anew then. */
    @Test
    void runnerThatIsEnrolledAgainHasNoKeyOfBefore() {
        rig.apply(offer(old, next));
        String token = rig.within(
                        () -> rig.master.enrolments().tokens().issue(rig.admin, RUNNER, EnrolmentTokens.LIFETIME))
                .token()
                .text();
        RunnerKeys third = RunnerKeys.open(folder.resolve("third"));
        rig.within(() -> rig.master.enrolments().enrolment().enrol(token, RUNNER, third.publicHalves()));
        rig.keyring.forget(RUNNER);

        assertThat(refusal(old)).isEqualTo(Problem.MESSAGE_FORGED);
        assertThat(refusal(next)).isEqualTo(Problem.MESSAGE_FORGED);
        rig.keyring.require(RUNNER.value(), "text", third.signing().sign("text"), true);
    }

    @Test
    void administratorAsksForNewKeysAndTheRunnerIsAskedUntilItHasThem() {
        rig.transaction.separate(() -> rig.master.keys().runners().ask(rig.admin, RUNNER));
        rig.master.keys().runners().tick();
        assertThat(rig.messages.sent(RenewKeys.class)).hasSize(1);

        rig.clock.advance(Duration.ofSeconds(31));
        rig.beat(1, order.attempt());
        rig.master.keys().runners().tick();
        assertThat(rig.messages.sent(RenewKeys.class)).hasSize(2);

        rig.apply(offer(old, next));
        rig.clock.advance(Duration.ofSeconds(31));
        rig.beat(1, order.attempt());
        rig.master.keys().runners().tick();
        assertThat(rig.messages.sent(RenewKeys.class)).hasSize(2);
    }

    /** Whoever has many runners replaces the keys of all, and wants to see which are left. */
    @Test
    void administratorSeesHowOldKeysAreAndWhoWasAskedForNewOnesAndHasNone() {
        Instant enrolled = runner().enrolled();
        assertThat(runner().keysSince()).isEqualTo(enrolled);
        assertThat(runner().keysAsked()).isFalse();
        rig.clock.advance(Duration.ofDays(80));

        rig.transaction.separate(() -> rig.master.keys().runners().ask(rig.admin, RUNNER));
        assertThat(runner().keysSince()).isEqualTo(enrolled);
        assertThat(runner().keysAsked()).isTrue();

        rig.clock.advance(Duration.ofMinutes(1));
        rig.apply(offer(old, next));
        assertThat(runner().keysSince()).isEqualTo(rig.clock.instant());
        assertThat(runner().keysAsked()).isFalse();
        assertThat(runner().enrolled()).isEqualTo(enrolled);
    }

    @Test
    void onlyAdministratorsAskAndOnlyRunnersThatThereAre() {
        assertThat(problemOf(() -> rig.transaction.separate(
                        () -> rig.master.keys().runners().ask(rig.user("ann"), RUNNER))))
                .isEqualTo(Problem.NOT_PERMITTED);
        assertThat(problemOf(() -> rig.transaction.separate(
                        () -> rig.master.keys().runners().ask(rig.admin, new RunnerName("nobody")))))
                .isEqualTo(Problem.RUNNER_UNKNOWN);
    }

    private KeysOffered offer(RunnerKeys signing, RunnerKeys offered) {
        String statement = RunnerKeys.statement(RUNNER.value(), offered.publicHalves());
        return new KeysOffered(
                RUNNER,
                rig.clock.instant(),
                offered.publicHalves().verifying().text(),
                offered.publicHalves().sealing().text(),
                signing.signing().sign(statement),
                offered.signing().sign(statement));
    }

    private RunnerDetail runner() {
        return rig.within(() -> rig.master.enrolments().runners().list(rig.admin)).stream()
                .filter(detail -> detail.name().equals(RUNNER))
                .findFirst()
                .orElseThrow();
    }

    private Problem refusal(RunnerKeys keys) {
        return assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rig.keyring.require(
                        RUNNER.value(), "text", keys.signing().sign("text"), true))
                .actual()
                .problem();
    }

    private static Problem problemOf(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        assertThat(refused).isNotNull();
        return refused.problem();
    }
}
