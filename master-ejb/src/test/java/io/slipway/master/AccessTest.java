// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Login;
import io.slipway.master.access.Passwords;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Set<Grant> READ = Set.of(Grant.of("JOBS:RO"));
    private static MasterRig rig;

    @BeforeAll
    static void start() {
        rig = new MasterRig();
    }

    @Test
    void theFirstStartMakesAnAdministratorAndTheSecondChangesNothing() {
        rig.transaction.separate(() -> rig.master.users().makeAdministrator());

        Caller caller = rig.login("admin", "correct horse");

        assertThat(caller.administrator()).isTrue();
        assertThat(caller.userId()).isPositive();
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreToldTheSame() {
        ProblemException wrong = problemOf(() -> rig.login("admin", "wrong"));
        ProblemException unknown = problemOf(() -> rig.login("nobody", "wrong"));
        ProblemException illegal = problemOf(() -> rig.login("a\0b", "x".repeat(100_000)));

        assertThat(wrong.problem()).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(unknown).hasMessage(wrong.getMessage());
        assertThat(illegal).hasMessage(wrong.getMessage());
    }

    @Test
    void aHashThatCostsLessIsMadeAnewAtTheLoginAndNoSessionEnds() {
        Login before = rig.master.users().enter("admin", "correct horse");
        rig.within(() -> rig.stores
                .users()
                .rehash(rig.admin.userId(), hash(), new Passwords(new SecureRandom(), 500).hash("correct horse")));

        problemOf(() -> rig.master.users().enter("admin", "wrong"));
        assertThat(hash()).startsWith("pbkdf2-sha256$500$");
        rig.master.users().enter("admin", "correct horse");

        assertThat(hash()).startsWith("pbkdf2-sha256$1000$");
        assertThat(rig.master.users().enter("admin", "correct horse")).isEqualTo(before);
    }

    private static String hash() {
        return rig.within(() -> rig.stores.users().find("admin").orElseThrow().password());
    }

    @Test
    void aTokenStandsForItsOwnerWithItsGrantsUntilItExpires() {
        IssuedToken token = issue(rig.admin, "admin", READ, Duration.ofHours(1));

        Caller caller = byToken(token.text());

        assertThat(caller.username()).isEqualTo("admin");
        assertThat(caller.grants()).isEqualTo(READ);
        assertThat(caller.may(Grant.of("JOBS:RW"))).isFalse();
        rig.clock.advance(Duration.ofHours(1));
        assertThat(problemOf(() -> byToken(token.text())).problem()).isEqualTo(Problem.TOKEN_EXPIRED);
    }

    @Test
    void aTokenIsNotStored() {
        IssuedToken token = issue(rig.admin, "admin", READ, Duration.ofHours(1));

        Object found = rig.within(() -> rig.transaction
                .entityManager()
                .createNativeQuery("select count(*) from access_token t where t::text like ?")
                .setParameter(1, "%" + token.text().substring("slipway_".length()) + "%")
                .getSingleResult());

        assertThat(((Number) found).longValue()).isZero();
    }

    @Test
    void anUnknownTokenIsRefused() {
        assertThat(problemOf(() -> byToken("slipway_nothing")).problem()).isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @Test
    void onlyAdministratorsMakeTokensForOthers() {
        Caller user = rig.user("token-maker");

        assertThat(issue(rig.admin, "token-maker", READ, Duration.ofDays(1)).text())
                .startsWith("slipway_");
        assertThat(problemOf(() -> issue(user, "admin", READ, Duration.ofDays(1)))
                        .problem())
                .isEqualTo(Problem.NOT_PERMITTED);
    }

    @Test
    void aTokenThatLacksAScopeMakesNoOther() {
        Caller limited =
                new Caller(rig.admin.userId(), "admin", true, Set.of(Grant.of("PROFILE:RW"), Grant.of("JOBS:RO")));

        assertThat(problemOf(() -> issue(limited, "admin", Set.of(Grant.of("JOBS:RO")), Duration.ofDays(1)))
                        .problem())
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    @Test
    void aTokenOfNoOrTooLongLifeIsRefused() {
        assertThat(problemOf(() -> issue(rig.admin, "admin", READ, Duration.ZERO))
                        .problem())
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> issue(rig.admin, "admin", READ, Duration.ofDays(367)))
                        .problem())
                .isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    private static IssuedToken issue(Caller caller, String username, Set<Grant> grants, Duration lifetime) {
        return rig.within(() -> rig.master.tokens().issue(caller, username, "test", grants, lifetime));
    }

    private static Caller byToken(String text) {
        return rig.within(() -> rig.master.tokens().caller(text));
    }

    private static ProblemException problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual();
    }
}
