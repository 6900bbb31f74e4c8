// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Login;
import io.slipway.master.identity.Person;
import io.slipway.master.limit.ClientNetwork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The second step of the login. */
class TwoStepTest extends TwoStepFixture {
    @Test
    void loginNeedsACodeOnceItIsTurnedOn() {
        turnOn();
        rig.clock.advance(STEP);

        Login first = enter();

        assertThat(first.needsCode()).isTrue();
        Login whole = pass(first, app.code());
        assertThat(whole.needsCode()).isFalse();
        assertThat(whole.caller().administrator()).isTrue();
    }

    @Test
    void loginByOpenIdNeedsACodeToo() {
        Person person = new Person("https://id.example", "7", "admin", "");
        rig.transaction.separate(() -> rig.master.identities().link(rig.admin, person));
        assertThat(byOpenId(person).needsCode()).isFalse();

        turnOn();

        assertThat(byOpenId(person).needsCode()).isTrue();
    }

    private Login byOpenId(Person person) {
        return rig.within(() -> rig.master.identities().enter(person, false));
    }

    @Test
    void codeIsTakenOnceAndNoneOfAStepBefore() {
        turnOn();
        assertThat(problemOf(() -> pass(enter(), app.code()))).isEqualTo(Problem.CODE_WRONG);

        rig.clock.advance(STEP.multipliedBy(3));
        pass(enter(), app.code(STEP));

        assertThat(problemOf(() -> pass(enter(), app.code(STEP)))).isEqualTo(Problem.CODE_WRONG);
        assertThat(problemOf(() -> pass(enter(), app.code()))).isEqualTo(Problem.CODE_WRONG);
        rig.clock.advance(STEP.multipliedBy(2));
        pass(enter(), app.code());
    }

    @Test
    void codeOfAStepTooEarlyOrTooLateIsWrong() {
        turnOn();
        rig.clock.advance(Duration.ofHours(1));

        assertThat(problemOf(() -> pass(enter(), app.code(STEP.multipliedBy(2)))))
                .isEqualTo(Problem.CODE_WRONG);
        assertThat(problemOf(() -> pass(enter(), app.code(STEP.multipliedBy(-2)))))
                .isEqualTo(Problem.CODE_WRONG);
        pass(enter(), app.code(STEP.negated()));
        pass(enter(), app.code(STEP));
    }

    @Test
    void ofManyWhoGiveOneCodeAtOnceOnTwoMastersOneComesIn() throws Exception {
        turnOn();
        rig.clock.advance(STEP);
        Login first = enter();
        String code = app.code();
        Master other = new Master(rig.settings, rig.database, rig.transaction, rig.messages, rig.clock);
        ExecutorService executor = Executors.newFixedThreadPool(4);
        CountDownLatch together = new CountDownLatch(4);
        List<Future<Boolean>> answers = new ArrayList<>();

        for (Master master : List.of(rig.master, other, rig.master, other)) {
            answers.add(executor.submit(() -> {
                together.countDown();
                together.await();
                return comesIn(master, first, code);
            }));
        }
        executor.shutdown();

        int in = 0;
        for (Future<Boolean> answer : answers) {
            in += answer.get() ? 1 : 0;
        }
        assertThat(in).isEqualTo(1);
    }

    @Test
    void recoveryCodeOpensOnceWithoutTheApp() {
        List<String> codes = turnOn().codes();

        pass(enter(), codes.get(3).toUpperCase());

        assertThat(problemOf(() -> pass(enter(), codes.get(3)))).isEqualTo(Problem.CODE_WRONG);
        assertThat(twoStep().state(rig.admin).codes()).isEqualTo(9);
        pass(enter(), codes.get(4));
    }

    @Test
    void neitherSecretNorRecoveryCodesAreInTheDatabaseInClear() {
        app = app(twoStep().begin(rig.admin));
        String secret = twoStep().begun(rig.admin).orElseThrow().secret();
        List<String> codes = twoStep().confirm(rig.admin, app.code()).codes();
        byte[] sealed = rig.within(() ->
                rig.stores.twoStep().find(rig.admin.userId()).orElseThrow().sealed());

        String rows = rig.within(() -> (String) rig.transaction
                .entityManager()
                .createNativeQuery("select string_agg(c::text, ' ') from recovery_code c")
                .getSingleResult());

        assertThat(rows).doesNotContain(codes.get(0), codes.get(0).replace("-", ""));
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        assertThat(sealed).hasSizeGreaterThan(20 + 28);
    }

    @Test
    void secretOfOneUserOpensNothingForAnother() {
        Caller ann = rig.user("ann");
        turnOn();
        twoStep().begin(ann);
        rig.within(() -> rig.transaction
                .entityManager()
                .createNativeQuery(
                        "update two_step set sealed = (select sealed from two_step where user_id = ?1) where user_id = ?2")
                .setParameter(1, rig.admin.userId())
                .setParameter(2, ann.userId())
                .executeUpdate());

        assertThat(problemOf(() -> twoStep().confirm(ann, app.code()))).isEqualTo(Problem.SETTING_ILLEGAL);
    }

    @Test
    void wrongCodesAreLimitedForTheAccountAndARightOneIsNotLookedAtThen() {
        turnOn();
        rig.clock.advance(STEP);
        Login first = enter();
        for (int code = 0; code < 5; code++) {
            assertThat(problemOf(() -> pass(first, "no-such-code"))).isEqualTo(Problem.CODE_WRONG);
        }

        assertThatExceptionOfType(TriesException.class)
                .isThrownBy(() -> rig.master
                        .doors()
                        .logIn()
                        .pass(first.caller().userId(), first.epoch(), app.code(), new ClientNetwork("198.51.100.9")));

        rig.clock.advance(Duration.ofMinutes(2));
        pass(first, app.code());
    }

    @Test
    void loginOfBeforeDoesNotPassTheSecondStepAfterThePasswordWasChanged() {
        turnOn();
        rig.clock.advance(STEP);
        Login first = enter();
        rig.master.ownAccount().changePassword(rig.admin, RIGHT, "battery staple");

        assertThat(problemOf(() -> pass(first, app.code()))).isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @Test
    void programsAreAskedForACodeToMakeATokenAndTokensOfBeforeGoOn() {
        IssuedToken before = token(Set.of(Grant.of("JOBS:RO")));
        turnOn();
        rig.clock.advance(STEP);

        assertThat(problemOf(() -> rig.master.doors().logIn().login("admin", RIGHT, "", HERE)))
                .isEqualTo(Problem.CODE_MISSING);
        assertThat(problemOf(() -> rig.master.doors().logIn().login("admin", RIGHT, "123456x", HERE)))
                .isEqualTo(Problem.CODE_WRONG);
        assertThat(rig.master
                        .doors()
                        .logIn()
                        .login("admin", RIGHT, app.code(), HERE)
                        .username())
                .isEqualTo("admin");
        assertThat(rig.master.doors().logIn().byToken(before.text(), HERE).username())
                .isEqualTo("admin");
    }

    private static boolean comesIn(Master master, Login first, String code) {
        try {
            master.doors().logIn().pass(first.caller().userId(), first.epoch(), code, HERE);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }
}
