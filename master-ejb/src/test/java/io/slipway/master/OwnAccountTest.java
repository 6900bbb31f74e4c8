// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.Login;
import io.slipway.master.access.Role;
import io.slipway.master.account.AboutUser;
import io.slipway.master.account.Profile;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users do to their own account. */
class OwnAccountTest {
    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
    }

    @Test
    void whatUsersSayOfThemselvesIsKeptWithoutBlanksAround() {
        rig.clock.advance(Duration.ofMinutes(5));

        Profile said = describe(ann, " Ann@example.org ", " https://ann.example/ ", " Ulm ", " one\r\ntwo \n");

        assertThat(said.email()).isEqualTo("Ann@example.org");
        assertThat(said.url()).isEqualTo("https://ann.example/");
        assertThat(said.location()).isEqualTo("Ulm");
        assertThat(said.bio()).isEqualTo("one\ntwo");
        assertThat(said.role()).isEqualTo(Role.USER);
        assertThat(said.updated()).isEqualTo(rig.clock.instant());
        assertThat(said.created()).isEqualTo(rig.clock.instant().minus(Duration.ofMinutes(5)));
        assertThat(rig.within(() -> rig.master.ownAccount().profile(ann))).isEqualTo(said);
        assertThat(describe(ann, "", "", "", "").email()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "not an address, '', '', ''",
        "'', javascript:alert(1), '', ''",
        "'', https://, '', ''",
        "'', ftp://ann.example, '', ''",
        "'', //ann.example, '', ''",
        "'', 'https://ann.example/\t', 'a\tb', ''",
        "'', '', '', 'a\u0007b'"
    })
    void whatIsNotAllowedIsRefused(String email, String url, String location, String bio) {
        assertThat(problemOf(() -> describe(ann, email, url, location, bio))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void lengthsAreBounded() {
        String domain = "@" + "x".repeat(60) + ".example";

        assertThat(describe(
                                ann,
                                "x".repeat(185) + domain,
                                "https://x.example/" + "y".repeat(238),
                                "ä".repeat(256),
                                "😀".repeat(4_096))
                        .bio())
                .hasSize(8_192);
        assertThat(problemOf(() -> describe(ann, "x".repeat(186) + domain, "", "", "")))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> describe(ann, "", "https://x.example/" + "y".repeat(239), "", "")))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> describe(ann, "", "", "x".repeat(257), ""))).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> describe(ann, "", "", "", "x".repeat(4_097))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void anEmailAddressBelongsToOneAccount() {
        Caller bob = rig.user("bob");
        describe(ann, "ann@example.org", "", "", "");

        assertThat(problemOf(() -> describe(bob, "ANN@EXAMPLE.ORG", "", "", "")))
                .isEqualTo(Problem.EMAIL_TAKEN);
        assertThat(describe(ann, "Ann@example.org", "", "", "").email()).isEqualTo("Ann@example.org");
    }

    @Test
    void ofTwoWhoTakeAnEmailAddressAtOnceOneIsTold() throws Exception {
        Caller bob = rig.user("bob");
        ExecutorService executor = Executors.newFixedThreadPool(2);
        CountDownLatch together = new CountDownLatch(2);

        Future<Problem> one = executor.submit(() -> taking(ann, together));
        Future<Problem> two = executor.submit(() -> taking(bob, together));
        executor.shutdown();

        assertThat(java.util.Arrays.asList(one.get(), two.get())).containsExactlyInAnyOrder(null, Problem.EMAIL_TAKEN);
    }

    private Problem taking(Caller caller, CountDownLatch together) throws InterruptedException {
        together.countDown();
        together.await();
        try {
            describe(caller, "both@example.org", "", "", "");
            return null;
        } catch (ProblemException e) {
            return e.problem();
        }
    }

    @Test
    void profileNeedsItsScope() {
        Caller reader = new Caller(ann.userId(), "ann", Role.USER, Set.of(Grant.of("PROFILE:RO")));
        Caller jobs = new Caller(ann.userId(), "ann", Role.USER, Set.of(Grant.of("JOBS:RW")));

        assertThat(rig.within(() -> rig.master.ownAccount().profile(reader)).username())
                .isEqualTo("ann");
        assertThat(problemOf(() -> describe(reader, "", "", "", ""))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> rig.within(() -> rig.master.ownAccount().profile(jobs))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> rig.master.ownAccount().changePassword(reader, "x", "one of my own")))
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    @Test
    void whoKnowsTheOldPasswordChangesItAndEveryOtherSessionEnds() {
        Login before = rig.master.users().enter("admin", "correct horse");

        Login after = rig.master.ownAccount().changePassword(rig.admin, "correct horse", "battery staple");

        assertThat(problemOf(() -> bySession(before))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(bySession(after).username()).isEqualTo("admin");
        assertThat(problemOf(() -> rig.login("admin", "correct horse"))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(rig.login("admin", "battery staple")).isEqualTo(rig.admin);
    }

    @Test
    void aWrongOldPasswordChangesNothing() {
        Login before = rig.master.users().enter("admin", "correct horse");

        assertThat(problemOf(() -> rig.master.ownAccount().changePassword(rig.admin, "wrong", "battery staple")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(bySession(before)).isEqualTo(rig.admin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "too short", "aaaaaaaaaaaaaaa"})
    void aBadPasswordIsRefused(String wanted) {
        assertThat(problemOf(() -> rig.master.ownAccount().changePassword(rig.admin, "correct horse", wanted)))
                .isEqualTo(Problem.PASSWORD_REFUSED);
        assertThat(problemOf(
                        () -> rig.master.ownAccount().changePassword(rig.admin, "correct horse", "x1".repeat(513))))
                .isEqualTo(Problem.PASSWORD_REFUSED);
    }

    private Caller bySession(Login login) {
        return rig.within(() -> rig.master.users().bySession(login.caller().userId(), login.epoch()));
    }

    private Profile describe(Caller caller, String email, String url, String location, String bio) {
        return rig.within(() -> rig.master.ownAccount().describe(caller, new AboutUser(email, url, location, bio)));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
