// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Login;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Role;
import io.slipway.master.account.AccountView;
import io.slipway.master.account.NewAccount;
import io.slipway.master.identity.Person;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.WorkOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a suspended account may no longer do, and what becomes of its jobs. */
class SuspensionTest {
    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
    }

    @Test
    void sessionAndTokensEndWithTheNotice() {
        IssuedToken token = rig.within(
                () -> rig.master.tokens().issue(ann, "ann", "test", Set.of(Grant.of("JOBS:RW")), Duration.ofDays(1)));
        assertThat(rig.within(() -> rig.master.users().bySession(ann.userId(), 0)))
                .isEqualTo(ann);

        suspend("Mining is not allowed.", false);

        for (ProblemException refused : new ProblemException[] {
            refused(() -> rig.within(() -> rig.master.users().bySession(ann.userId(), 0))),
            refused(() -> rig.within(() -> rig.master.tokens().caller(token.text()))),
            refused(() -> rig.within(() -> rig.master.users().byName("ann")))
        }) {
            assertThat(refused.problem()).isEqualTo(Problem.ACCOUNT_SUSPENDED);
            assertThat(refused).hasMessageEndingWith(": Mining is not allowed.");
        }
    }

    @Test
    void theNoticeIsToldToWhoKnowsThePasswordAlone() {
        NewAccount made = rig.master.administration().create(rig.admin, "bob", "", Role.USER);
        Login login = rig.master.users().enter("bob", made.password());
        rig.master
                .ownAccount()
                .replaceOneTimePassword(login.caller().userId(), login.epoch(), "one of my own", Origin.UNKNOWN);

        rig.within(() -> rig.master.administration().suspend(rig.admin, "bob", "a secret reason", false));

        assertThat(refused(() -> rig.master.users().enter("bob", "one of my own"))
                        .problem())
                .isEqualTo(Problem.ACCOUNT_SUSPENDED);
        ProblemException wrong = refused(() -> rig.master.users().enter("bob", "guessed"));
        assertThat(wrong.problem()).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(wrong).hasMessageNotContaining("secret");
    }

    @Test
    void aOneTimePasswordIsNotChangedByWhoIsSuspended() {
        NewAccount made = rig.master.administration().create(rig.admin, "bob", "", Role.USER);
        Login login = rig.master.users().enter("bob", made.password());
        rig.within(() -> rig.master.administration().suspend(rig.admin, "bob", "why", false));

        assertThat(refused(() -> rig.master
                                .ownAccount()
                                .replaceOneTimePassword(
                                        login.caller().userId(), login.epoch(), "one of my own", Origin.UNKNOWN))
                        .problem())
                .isEqualTo(Problem.ACCOUNT_SUSPENDED);
    }

    @Test
    void openIdDoesNotLetWhoIsSuspendedInEither() {
        Person person = new Person("https://id.example", "7", "ann", "");
        rig.transaction.separate(() -> rig.master.identities().link(ann, person));

        suspend("why", false);

        assertThat(refused(() -> rig.within(() -> rig.master.identities().enter(person, true)))
                        .problem())
                .isEqualTo(Problem.ACCOUNT_SUSPENDED);
    }

    @Test
    void sessionsOfBeforeStayEndedWhenTheAccountIsResumed() {
        suspend("why", false);

        AccountView resumed = resume();

        assertThat(resumed.isSuspended()).isFalse();
        assertThat(resumed.notice()).isEmpty();
        assertThat(refused(() -> rig.within(() -> rig.master.users().bySession(ann.userId(), 0)))
                        .problem())
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(rig.within(() -> rig.master.users().byName("ann"))).isEqualTo(ann);
    }

    @Test
    void jobsThatWaitAreNotHandedOutUntilTheAccountIsResumed() {
        JobId waiting = rig.queue(ann);
        suspend("why", false);
        rig.beat(4);

        rig.handOver();
        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
        assertThat(rig.status(waiting)).isEqualTo(JobStatus.QUEUED);

        resume();
        rig.handOver();
        assertThat(rig.newestOrder().attempt().job()).isEqualTo(waiting);
    }

    @Test
    void jobsOfOthersAreHandedOutPastThoseOfWhoIsSuspended() {
        for (int i = 0; i < 3; i++) {
            rig.queue(ann);
        }
        JobId others = rig.queue(rig.user("bob"));
        suspend("why", false);
        rig.beat(1);

        rig.handOver();

        assertThat(rig.messages.sent(WorkOrder.class))
                .extracting(order -> order.attempt().job())
                .containsExactly(others);
    }

    @Test
    void jobsThatRunGoOnToTheirEnd() {
        JobId running = rig.queue(ann);
        rig.beat(1);
        rig.handOver();

        suspend("why", false);

        assertThat(rig.messages.sent(CancelAttempt.class)).isEmpty();
        rig.beat(1, rig.newestOrder().attempt());
        assertThat(rig.messages.sent(CancelAttempt.class)).isEmpty();
        assertThat(rig.view(running).attempts()).hasSize(1);
    }

    @Test
    void jobsThatRunAreCancelledWhenTheAdministratorWantsThat() {
        JobId running = rig.queue(ann);
        rig.beat(1);
        rig.handOver();
        JobId waiting = rig.queue(ann);
        JobId others = rig.queue(rig.user("bob"));

        suspend("why", true);

        assertThat(rig.messages.sent(CancelAttempt.class))
                .extracting(cancel -> cancel.attempt().job())
                .containsExactly(running);
        assertThat(rig.status(running)).isEqualTo(JobStatus.CANCELLED);
        assertThat(rig.status(waiting)).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.status(others)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void whoIsSuspendedAgainGetsTheNewNoticeAndKeepsTheTime() {
        Instant first = suspend("one", false).suspended();
        rig.clock.advance(Duration.ofHours(1));

        AccountView again = suspend("two", false);

        assertThat(again.notice()).isEqualTo("two");
        assertThat(again.suspended()).isEqualTo(first);
        resume();
        assertThat(resume().isSuspended()).isFalse();
    }

    @Test
    void nobodySuspendsOneself() {
        assertThat(refused(() ->
                                rig.within(() -> rig.master.administration().suspend(rig.admin, "admin", "why", false)))
                        .problem())
                .isEqualTo(Problem.ACCOUNT_OWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two\nlines", "a\0b"})
    void aNoticeIsNeeded(String notice) {
        assertThat(refused(() -> suspend(notice, false)).problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(refused(() -> suspend("x".repeat(1_001), false)).problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(suspend("ä".repeat(1_000), false).isSuspended()).isTrue();
    }

    private AccountView suspend(String notice, boolean cancelJobs) {
        return rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", notice, cancelJobs));
    }

    private AccountView resume() {
        return rig.within(() -> rig.master.administration().resume(rig.admin, "ann"));
    }

    private static ProblemException refused(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual();
    }
}
