// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.ejb.Accounts;
import io.slipway.master.limit.ClientNetwork;
import io.slipway.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often passwords and tokens may be tried, with a clock that is moved. */
class LoginLimitTest {
    private static final ClientNetwork HERE = new ClientNetwork("192.0.2.1");
    private static final ClientNetwork ELSEWHERE = new ClientNetwork("2001:db8:0:0:0:0:0:0/64");
    private static final String RIGHT = "correct horse";

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig(Map.of(
                "limit.login", "5/10m",
                "limit.login-network", "20/10m",
                "limit.login-account", "8/1h",
                "limit.pause", "0.3s",
                "limit.token", "3/10m",
                "limit.openid", "2/10m"));
    }

    @Test
    void afterTooManyWrongPasswordsNoneIsLookedAtUntilTimeHasPassed() {
        wrong("admin", HERE, 5);

        TriesException refused = refused("admin", RIGHT, HERE);

        assertThat(refused.problem()).isEqualTo(Problem.TRIES_TOO_MANY);
        assertThat(refused).hasMessageContaining("2 min");
        assertThat(refused.after()).isEqualTo(Duration.ofMinutes(2));
        rig.clock.advance(Duration.ofSeconds(119));
        assertThat(refused("admin", RIGHT, HERE).after()).isEqualTo(Duration.ofSeconds(1));
        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(enter("admin", RIGHT, HERE)).isEqualTo("admin");
    }

    @Test
    void triesComeBackOneByOneAndNotAllAtOnce() {
        wrong("admin", HERE, 5);

        rig.clock.advance(Duration.ofMinutes(4));

        wrong("admin", HERE, 2);
        refused("admin", RIGHT, HERE);
    }

    @Test
    void strangerDoesNotShutAnAccountForOtherNetworks() {
        wrong("admin", HERE, 5);
        refused("admin", RIGHT, HERE);

        assertThat(enter("admin", RIGHT, ELSEWHERE)).isEqualTo("admin");

        refused("admin", RIGHT, HERE);
    }

    @Test
    void rightPasswordForgivesTheWrongOnesBefore() {
        wrong("admin", HERE, 4);
        enter("admin", RIGHT, HERE);

        wrong("admin", HERE, 5);

        refused("admin", RIGHT, HERE);
    }

    @Test
    void networkThatTriesManyNamesIsShutForAllOfThem() {
        IntStream.range(0, 20).forEach(n -> wrong("nobody" + n, HERE, 1));

        refused("admin", RIGHT, HERE);
        refused("nobody20", RIGHT, HERE);
        assertThat(enter("admin", RIGHT, ELSEWHERE)).isEqualTo("admin");
    }

    @Test
    void ownLoginsInBetweenDoNotOpenAnotherAccountToGuesses() {
        for (int guess = 0; guess < 5; guess++) {
            wrong("victim", HERE, 1);
            enter("admin", RIGHT, HERE);
        }

        refused("victim", RIGHT, HERE);
    }

    @Test
    void guessesFromManyNetworksSlowTheAccountDownAndDoNotShutIt() {
        IntStream.range(0, 8).forEach(n -> wrong("admin", network(n), 1));
        Instant before = Instant.now();

        assertThat(enter("admin", RIGHT, ELSEWHERE)).isEqualTo("admin");

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void limitIsSharedByMastersAndOutlivesThem() {
        Master other = new Master(rig.settings, rig.database, rig.transaction, rig.messages, rig.clock);
        wrong("admin", HERE, 5);

        assertThatThrownBy(() -> other.doors().logIn().enter("admin", RIGHT, HERE))
                .isInstanceOf(TriesException.class);
    }

    @Test
    void ofManyGuessesAtOnceNoMoreAreLookedAtThanMayBe() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(16);
        CountDownLatch together = new CountDownLatch(16);
        List<Future<Problem>> answers = new ArrayList<>();

        for (int thread = 0; thread < 16; thread++) {
            answers.add(executor.submit(() -> {
                together.countDown();
                together.await();
                return problemOf("admin", "wrong", HERE).problem();
            }));
        }
        executor.shutdown();

        List<Problem> problems = new ArrayList<>();
        for (Future<Problem> answer : answers) {
            problems.add(answer.get());
        }
        assertThat(problems).filteredOn(Problem.CREDENTIALS_WRONG::equals).hasSize(5);
        assertThat(problems).filteredOn(Problem.TRIES_TOO_MANY::equals).hasSize(11);
    }

    @Test
    void unknownNamesAreLimitedAndToldLikeKnownOnes() {
        wrong("admin", HERE, 5);
        wrong("nobody", HERE, 5);

        assertThat(refused("nobody", RIGHT, HERE))
                .hasMessage(refused("admin", RIGHT, HERE).getMessage());
    }

    @Test
    void whatWasTypedAsNameIsNotStored() {
        wrong("my-secret-password", HERE, 1);

        Object found = rig.within(() -> rig.transaction
                .entityManager()
                .createNativeQuery("select count(*) from tries t where t::text like '%secret%'")
                .getSingleResult());

        assertThat(((Number) found).longValue()).isZero();
    }

    @Test
    void whatIsForgottenIsSweptAway() {
        wrong("admin", HERE, 5);

        rig.master.doors().tries().sweep();
        assertThat(rows()).isPositive();
        rig.clock.advance(Duration.ofHours(1));
        rig.master.doors().tries().sweep();

        assertThat(rows()).isZero();
    }

    @Test
    void wrongTokensOfANetworkAreRefusedAfterAWhileAndGoodOnesAreTaken() {
        IssuedToken good = rig.within(() -> rig.master
                .tokens()
                .issue(rig.admin, "admin", "test", Set.of(Grant.of("JOBS:RO")), Duration.ofHours(1)));
        for (int token = 0; token < 3; token++) {
            assertThat(tokenProblem("slipway_nothing", HERE)).isEqualTo(Problem.CREDENTIALS_WRONG);
        }

        assertThat(tokenProblem("slipway_nothing", HERE)).isEqualTo(Problem.TRIES_TOO_MANY);
        assertThat(tokenProblem("slipway_job_nothing", HERE)).isEqualTo(Problem.TRIES_TOO_MANY);
        assertThat(tokenProblem("slipway_nothing", ELSEWHERE)).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(rig.master.doors().logIn().byToken(good.text(), HERE).username())
                .isEqualTo("admin");
    }

    @Test
    void answersOfTheProviderAreCountedWhenTheyAreRefusedAndNotWhenTheProviderIsAway() {
        Accounts doors = new Beans(rig.master).of(Accounts.class);
        ProblemException away = new ProblemException(Problem.OPENID_AWAY, "Logging in by OpenID: no answer");
        ProblemException refused = new ProblemException(Problem.OPENID_REFUSED, "Logging in by OpenID: no");
        for (int answer = 0; answer < 2; answer++) {
            doors.refusedOpenId(HERE, away);
            doors.refusedOpenId(HERE, refused);
        }

        assertThatThrownBy(() -> doors.refusedOpenId(HERE, refused)).isInstanceOf(TriesException.class);

        doors.refusedOpenId(HERE, away);
        doors.refusedOpenId(ELSEWHERE, refused);
    }

    @Test
    void guessesThatTakeEveryPlaceToWaitDoNotShutTheOwnerOutOnceTheyAreOver() throws Exception {
        rig = new MasterRig(Map.of("limit.login", "5/10m", "limit.login-account", "8/1h", "limit.pause", "2s"));
        IntStream.range(0, 8).forEach(n -> wrong("admin", network(n), 1));
        List<Thread> guessers = IntStream.range(100, 116)
                .mapToObj(n -> new Thread(() -> wrong("admin", network(n), 1)))
                .toList();
        guessers.forEach(Thread::start);
        while (!guessers.stream().allMatch(guesser -> guesser.getState() == Thread.State.TIMED_WAITING)) {
            assertThat(guessers).allMatch(Thread::isAlive);
            Thread.onSpinWait();
        }

        for (int time = 0; time < 6; time++) {
            assertThat(refused("admin", RIGHT, ELSEWHERE)).hasMessageContaining("many passwords are tried");
        }

        for (Thread guesser : guessers) {
            guesser.join();
        }
        assertThat(enter("admin", RIGHT, ELSEWHERE)).isEqualTo("admin");
    }

    @Test
    void limitThatIsOffLimitsNothing() {
        rig = new MasterRig(
                Map.of("limit.login", "none", "limit.login-network", "none", "limit.login-account", "none"));

        wrong("admin", HERE, 30);

        assertThat(enter("admin", RIGHT, HERE)).isEqualTo("admin");
        assertThat(rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10", "0/10m", "-1/10m", "10/", "10/0s", "1000001/1m", "10/P1D", "10/60d", "x/10m", "10/10m/1"})
    void rateThatIsNoneKeepsTheMasterFromStarting(String rate) {
        assertThatThrownBy(() -> MasterSettings.from(Settings.of(Map.of("limit.login", rate))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("`limit.login` is `%s`".formatted(rate));
    }

    private static ClientNetwork network(int number) {
        return new ClientNetwork("198.51.100." + number);
    }

    private void wrong(String name, ClientNetwork from, int times) {
        for (int time = 0; time < times; time++) {
            assertThat(problemOf(name, "wrong", from).problem()).isEqualTo(Problem.CREDENTIALS_WRONG);
        }
    }

    private TriesException refused(String name, String password, ClientNetwork from) {
        return assertThatExceptionOfType(TriesException.class)
                .isThrownBy(() -> enter(name, password, from))
                .actual();
    }

    private ProblemException problemOf(String name, String password, ClientNetwork from) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> enter(name, password, from))
                .actual();
    }

    private Problem tokenProblem(String token, ClientNetwork from) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rig.master.doors().logIn().byToken(token, from))
                .actual()
                .problem();
    }

    private String enter(String name, String password, ClientNetwork from) {
        return rig.master.doors().logIn().enter(name, password, from).caller().username();
    }

    private long rows() {
        return rig.within(() -> ((Number) rig.transaction
                        .entityManager()
                        .createNativeQuery("select count(*) from tries")
                        .getSingleResult())
                .longValue());
    }
}
