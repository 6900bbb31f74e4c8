// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Login;
import io.slipway.master.access.Role;
import io.slipway.master.identity.Person;
import io.slipway.master.twostep.SetUp;
import io.slipway.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the second step of the login is turned on and off, and who must have it. */
class TwoStepAccountTest extends TwoStepFixture {
    @Test
    void nothingChangesBeforeAFirstCodeIsGiven() {
        SetUp setUp = twoStep().begin(rig.admin);

        assertThat(problemOf(() -> twoStep().confirm(rig.admin, "000000"))).isEqualTo(Problem.CODE_WRONG);

        assertThat(enter().needsCode()).isFalse();
        assertThat(twoStep().begun(rig.admin)).contains(setUp);
        assertThat(twoStep().state(rig.admin).isOn()).isFalse();
    }

    @Test
    void setUpThatIsBegunAnewHasAnotherSecretAndTheOldOneIsWorthNothing() {
        FakeAuthenticator old = app(twoStep().begin(rig.admin));
        FakeAuthenticator other = app(twoStep().begin(rig.admin));

        assertThat(problemOf(() -> twoStep().confirm(rig.admin, old.code()))).isEqualTo(Problem.CODE_WRONG);
        assertThat(twoStep().confirm(rig.admin, other.code()).codes()).hasSize(10);
        assertThat(problemOf(() -> twoStep().begin(rig.admin))).isEqualTo(Problem.TWO_STEP_ON);
        assertThat(problemOf(() -> twoStep().confirm(rig.admin, other.code()))).isEqualTo(Problem.TWO_STEP_ON);
    }

    @Test
    void setUpThatWasLeftLyingForAnHourIsOver() {
        app = app(twoStep().begin(rig.admin));
        rig.clock.advance(Duration.ofHours(1));

        assertThat(twoStep().begun(rig.admin)).isEmpty();
        assertThat(problemOf(() -> twoStep().confirm(rig.admin, app.code()))).isEqualTo(Problem.TWO_STEP_OFF);
    }

    @Test
    void otherRecoveryCodesTakeThePlaceOfThoseBefore() {
        List<String> codes = turnOn().codes();
        rig.clock.advance(STEP);

        List<String> others = twoStep().renewCodes(rig.admin, app.code());

        assertThat(others).hasSize(10).doesNotContainAnyElementsOf(codes);
        assertThat(problemOf(() -> pass(enter(), codes.get(0)))).isEqualTo(Problem.CODE_WRONG);
        pass(enter(), others.get(0));
    }

    @Test
    void ofTwoWhoMakeRecoveryCodesAtOnceTenCodesAreLeft() throws Exception {
        turnOn();
        long admin = rig.admin.userId();
        CountDownLatch replaced = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(2);

        Future<Boolean> first = executor.submit(() -> rig.transaction.separate(() -> {
            boolean done = rig.stores.twoStep().replaceCodes(admin, codes("first"));
            replaced.countDown();
            awaitSomebodyWhoWaitsForALock();
            return done;
        }));
        Future<Boolean> second = executor.submit(() -> {
            replaced.await();
            return rig.transaction.separate(() -> rig.stores.twoStep().replaceCodes(admin, codes("second")));
        });
        executor.shutdown();

        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
        assertThat(twoStep().state(rig.admin).codes()).isEqualTo(10);
    }

    private static List<String> codes(String name) {
        return IntStream.range(0, 10).mapToObj(code -> name + code).toList();
    }

    private void awaitSomebodyWhoWaitsForALock() {
        Instant end = Instant.now().plusSeconds(20);
        long waiting = 0;
        while (waiting == 0) {
            assertThat(Instant.now()).isBefore(end);
            waiting = ((Number) rig.transaction
                            .entityManager()
                            .createNativeQuery("select count(*) from pg_locks where not granted")
                            .getSingleResult())
                    .longValue();
        }
    }

    @Test
    void recoveryCodesAreMadeOnlyWhereItIsOn() {
        Caller ann = rig.user("ann");
        assertThat(rig.within(() -> rig.stores.twoStep().replaceCodes(ann.userId(), codes("x"))))
                .isFalse();
        twoStep().begin(ann);

        assertThat(rig.within(() -> rig.stores.twoStep().replaceCodes(ann.userId(), codes("x"))))
                .isFalse();

        assertThat(twoStep().state(ann).codes()).isZero();
    }

    @Test
    void turningItOnEndsEveryOtherSession() {
        Login before = enter();

        Login after = turnOn().login();

        assertThat(problemOf(() -> bySession(before))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(bySession(after).username()).isEqualTo("admin");
    }

    @Test
    void turningItOffNeedsPasswordAndCodeAndEndsEveryOtherSession() {
        Login before = turnOn().login();
        rig.clock.advance(STEP);

        assertThat(problemOf(() -> twoStep().turnOff(rig.admin, "wrong", app.code())))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> twoStep().turnOff(rig.admin, RIGHT, "no-such-code")))
                .isEqualTo(Problem.CODE_WRONG);
        assertThat(twoStep().state(rig.admin).isOn()).isTrue();
        Login after = twoStep().turnOff(rig.admin, RIGHT, app.code());

        assertThat(problemOf(() -> bySession(before))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(bySession(after)).isEqualTo(rig.admin);
        assertThat(enter().needsCode()).isFalse();
        assertThat(problemOf(() -> twoStep().turnOff(rig.admin, RIGHT, app.code())))
                .isEqualTo(Problem.TWO_STEP_OFF);
    }

    @Test
    void tokenOfFewScopesAndJobsChangeNothingAboutIt() {
        Caller limited = new Caller(rig.admin.userId(), "admin", Role.ADMINISTRATOR, Set.of(Grant.of("PROFILE:RW")));
        Caller job = Caller.job(rig.admin.userId(), "admin", rig.admin.grants());

        for (Caller caller : List.of(limited, job)) {
            assertThat(problemOf(() -> twoStep().begin(caller))).isEqualTo(Problem.SCOPE_MISSING);
            assertThat(problemOf(() -> twoStep().confirm(caller, "000000"))).isEqualTo(Problem.SCOPE_MISSING);
            assertThat(problemOf(() -> twoStep().turnOff(caller, RIGHT, "000000")))
                    .isEqualTo(Problem.SCOPE_MISSING);
            assertThat(problemOf(() -> twoStep().renewCodes(caller, "000000"))).isEqualTo(Problem.SCOPE_MISSING);
        }
        assertThat(problemOf(() -> twoStep().begin(Caller.ANONYMOUS))).isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    @Test
    void administratorTurnsItOffForAUserWhoHasLostTheApp() {
        Caller ann = rig.user("ann");
        FakeAuthenticator anns = app(twoStep().begin(ann));
        Login before = twoStep().confirm(ann, anns.code()).login();

        assertThat(problemOf(() -> twoStep().takeOff(ann, "ann"))).isEqualTo(Problem.NOT_PERMITTED);
        assertThat(problemOf(() -> twoStep().takeOff(rig.admin, "admin"))).isEqualTo(Problem.ACCOUNT_OWN);
        assertThat(problemOf(() -> twoStep().takeOff(rig.admin, "nobody"))).isEqualTo(Problem.ACCOUNT_UNKNOWN);
        twoStep().takeOff(rig.admin, "ann");

        assertThat(twoStep().state(ann).isOn()).isFalse();
        assertThat(twoStep().state(ann).codes()).isZero();
        assertThat(problemOf(() -> bySession(before))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> twoStep().takeOff(rig.admin, "ann"))).isEqualTo(Problem.TWO_STEP_OFF);
    }

    @Test
    void administratorWithoutItIsAUserInTheConsoleWhereTheSettingsWantIt() {
        IssuedToken before = token(Set.of(Grant.of("PROFILE:RO")));
        Master strict = strict();
        Login login = strict.doors().logIn().enter("admin", RIGHT, HERE);

        assertThat(login.caller().administrator()).isFalse();
        Caller caller = rig.within(() -> strict.users().bySession(login.caller().userId(), login.epoch()));
        assertThat(caller.administrator()).isFalse();
        assertThat(strict.doors().twoStep().state(caller).needed()).isTrue();
        assertThat(problemOf(() -> rig.within(() ->
                        strict.tokens().issue(caller, "admin", "x", Set.of(Grant.of("JOBS:RO")), Duration.ofHours(1)))))
                .isEqualTo(Problem.TWO_STEP_NEEDED);
        assertThat(strict.doors().logIn().byToken(before.text(), HERE).administrator())
                .isTrue();

        app = app(strict.doors().twoStep().begin(caller));
        Login on = strict.doors().twoStep().confirm(caller, app.code()).login();

        assertThat(on.caller().administrator()).isTrue();
        assertThat(rig.within(() -> strict.users().bySession(on.caller().userId(), on.epoch()))
                        .administrator())
                .isTrue();
        assertThat(strict.doors().twoStep().state(on.caller()).needed()).isFalse();
    }

    @Test
    void administratorWithoutItIsAUserAlsoAfterALoginByOpenIdAndAfterAChangeOfThePassword() {
        Master strict = strict();
        Person person = new Person("https://id.example", "7", "admin", "");
        rig.transaction.separate(() -> rig.master.identities().link(rig.admin, person));

        Login byOpenId = rig.within(() -> strict.identities().enter(person, false));
        Login changed = strict.ownAccount().changePassword(rig.admin, RIGHT, "battery staple");

        assertThat(byOpenId.caller().administrator()).isFalse();
        assertThat(byOpenId.passwordIsOneTime()).isFalse();
        assertThat(changed.caller().administrator()).isFalse();
        assertThat(changed.needsCode()).isFalse();
        assertThat(rig.within(() -> strict.users().bySession(changed.caller().userId(), changed.epoch())))
                .isEqualTo(changed.caller());
    }

    @Test
    void passwordThatIsAskedForOnceMoreIsLimited() {
        turnOn();
        for (int guess = 0; guess < 10; guess++) {
            assertThat(problemOf(() -> rig.master.ownAccount().changePassword(rig.admin, "wrong", "battery staple")))
                    .isEqualTo(Problem.CREDENTIALS_WRONG);
        }

        assertThat(problemOf(() -> rig.master.ownAccount().changePassword(rig.admin, RIGHT, "battery staple")))
                .isEqualTo(Problem.TRIES_TOO_MANY);
        assertThat(problemOf(() -> twoStep().turnOff(rig.admin, RIGHT, app.code())))
                .isEqualTo(Problem.TRIES_TOO_MANY);
        assertThat(enter().caller()).isEqualTo(rig.admin);
    }

    private Master strict() {
        MasterSettings settings = MasterSettings.from(Settings.of(Map.of(
                "password.iterations",
                "1000",
                "two-step.administrators",
                "true",
                "secrets.key",
                rig.folder.resolve("secrets.json").toString(),
                "webhook.key",
                rig.folder.resolve("webhook.key").toString())));
        return new Master(settings, rig.database, rig.transaction, rig.messages, rig.clock);
    }
}
