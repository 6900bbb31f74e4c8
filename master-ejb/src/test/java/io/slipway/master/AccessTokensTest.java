// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.AccessToken;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How users look after their access tokens. */
class AccessTokensTest {
    private static final Set<Grant> READ = Set.of(Grant.of("JOBS:RO"));

    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
    }

    @Test
    void tokensAreListedToTheirOwnerWithoutTheirText() {
        IssuedToken first = issue(ann, " laptop ", READ);
        IssuedToken second = issue(ann, "desk", Set.of(Grant.of("JOBS:RW"), Grant.of("SECRETS:RO")));

        List<AccessToken> tokens = list(ann);

        assertThat(tokens).extracting(AccessToken::id).containsExactly(second.id(), first.id());
        assertThat(tokens.get(1))
                .isEqualTo(new AccessToken(
                        first.id(),
                        "laptop",
                        READ,
                        rig.clock.instant(),
                        rig.clock.instant().plus(Duration.ofDays(1)),
                        false,
                        null));
        assertThat(tokens.get(0).grants()).containsExactlyInAnyOrder(Grant.of("JOBS:RW"), Grant.of("SECRETS:RO"));
        assertThat(tokens.toString()).doesNotContain("slipway_");
        assertThat(list(rig.admin)).isEmpty();
    }

    @Test
    void lastUseIsTrueToAMinute() {
        IssuedToken token = issue(ann, "laptop", READ);
        rig.clock.advance(Duration.ofMinutes(5));

        use(token);
        rig.clock.advance(Duration.ofSeconds(50));
        use(token);
        assertThat(list(ann).get(0).lastUsed()).isEqualTo(rig.clock.instant().minus(Duration.ofSeconds(50)));
        rig.clock.advance(Duration.ofSeconds(20));
        use(token);

        assertThat(list(ann).get(0).lastUsed()).isEqualTo(rig.clock.instant());
    }

    @Test
    void aRevokedTokenWorksNoMore() {
        IssuedToken token = issue(ann, "laptop", READ);

        revoke(ann, token.id());

        assertThat(problemOf(() -> use(token))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(list(ann)).isEmpty();
        assertThat(problemOf(() -> revoke(ann, token.id()))).isEqualTo(Problem.TOKEN_UNKNOWN);
    }

    @Test
    void neitherAnotherUserNorAnAdministratorRevokesAToken() {
        IssuedToken token = issue(ann, "laptop", READ);

        assertThat(problemOf(() -> revoke(rig.user("bob"), token.id()))).isEqualTo(Problem.TOKEN_UNKNOWN);
        assertThat(problemOf(() -> revoke(rig.admin, token.id()))).isEqualTo(Problem.TOKEN_UNKNOWN);
        assertThat(use(token).username()).isEqualTo("ann");
    }

    @Test
    void anExpiredTokenIsShownForAMonthAndForgottenWhenAnotherIsMade() {
        issue(ann, "old", READ);
        rig.clock.advance(Duration.ofDays(2));
        issue(ann, "new", READ);

        assertThat(list(ann)).extracting(AccessToken::expired).containsExactly(false, true);

        rig.clock.advance(Duration.ofDays(30));
        issue(ann, "newest", READ);
        assertThat(list(ann)).extracting(AccessToken::name).containsExactly("newest", "new");
    }

    @Test
    void nobodyHasMoreThanFiveHundredTokens() {
        rig.transaction.separate(() -> {
            for (int i = 0; i < 500; i++) {
                rig.master.tokens().issue(ann, "ann", "token " + i, READ, Duration.ofDays(1));
            }
        });

        assertThat(problemOf(() -> issue(ann, "one more", READ))).isEqualTo(Problem.TOKENS_TOO_MANY);
        revoke(ann, list(ann).get(7).id());
        assertThat(issue(ann, "one more", READ).id()).isPositive();
    }

    @Test
    void aTokenNeedsTheScopeOfTheProfileToListAndRevoke() {
        IssuedToken token = issue(ann, "laptop", READ);
        Caller reader = new Caller(ann.userId(), "ann", Role.USER, Set.of(Grant.of("PROFILE:RO")));
        Caller jobs = new Caller(ann.userId(), "ann", Role.USER, Set.of(Grant.of("JOBS:RW")));

        assertThat(list(reader)).hasSize(1);
        assertThat(problemOf(() -> revoke(reader, token.id()))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> list(jobs))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> list(Caller.ANONYMOUS))).isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    private IssuedToken issue(Caller caller, String name, Set<Grant> grants) {
        return rig.within(() -> rig.master.tokens().issue(caller, caller.username(), name, grants, Duration.ofDays(1)));
    }

    private List<AccessToken> list(Caller caller) {
        return rig.within(() -> rig.master.tokens().list(caller));
    }

    private void revoke(Caller caller, long id) {
        rig.transaction.separate(() -> rig.master.tokens().revoke(caller, id));
    }

    private Caller use(IssuedToken token) {
        return rig.within(() -> rig.master.tokens().caller(token.text()));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
