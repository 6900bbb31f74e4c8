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
import io.slipway.master.identity.Identity;
import io.slipway.master.identity.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** Whose login it is when an OpenID provider has told of a person. */
class IdentitiesTest {
    private static final String ISSUER = "https://id.example";

    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
    }

    @Test
    void aPersonIsKnownByIssuerAndSubjectAlone() {
        link(ann, person("7", "somebody", ""));

        assertThat(enter(person("7", "another name", "other@example.org"), false)
                        .caller())
                .isEqualTo(ann);
        assertThat(problemOf(() -> enter(person("8", "ann", ""), false))).isEqualTo(Problem.IDENTITY_UNKNOWN);
        assertThat(problemOf(() -> enter(new Person("https://evil.example", "7", "ann", ""), false)))
                .isEqualTo(Problem.IDENTITY_UNKNOWN);
    }

    @Test
    void neitherNameNorEmailAddressLinksToAnAccount() {
        rig.within(() -> rig.master.ownAccount().describe(ann, new AboutUser("ann@example.org", "", "", "")));

        Login login = enter(person("7", "ann", "ANN@example.org"), true);

        assertThat(login.caller().userId()).isNotEqualTo(ann.userId());
        assertThat(login.caller().username()).isEqualTo("ann2");
        assertThat(email(login.caller())).isEmpty();
    }

    @Test
    void whoComesForTheFirstTimeGetsAnAccountOfAUserOnceWhenThatIsAllowed() {
        Login first = enter(person("7", "Bob", "bob@example.org"), true);
        Login second = enter(person("7", "Bob", "bob@example.org"), true);

        assertThat(second).isEqualTo(first);
        assertThat(first.caller()).isEqualTo(Caller.loggedIn(first.caller().userId(), "bob", Role.USER));
        assertThat(first.passwordIsOneTime()).isFalse();
        assertThat(email(first.caller())).isEqualTo("bob@example.org");
        assertThat(rig.within(() -> rig.master.ownAccount().profile(first.caller()))
                        .hasPassword())
                .isFalse();
        assertThat(problemOf(() -> rig.master.users().enter("bob", ""))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> rig.master.ownAccount().changePassword(first.caller(), "", "one of my own")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "Ann, ann2",
        "bob@example.org, bob",
        "'Bob van Düne', bob-van-d-ne",
        "--bob, bob",
        "'', user",
        "'???', user",
        "'..', user",
        "_x.y-z, _x.y-z"
    })
    void anAccountGetsALegalNameNearTheProviders(String claimed, String name) {
        assertThat(enter(person("7", claimed, ""), true).caller().username()).isEqualTo(name);
    }

    @Test
    void aNameThatIsTakenGetsANumberAndStaysShortEnough() {
        String longest = "x".repeat(64);
        for (int i = 1; i <= 11; i++) {
            enter(person("a" + i, "bob", ""), true);
            enter(person("b" + i, longest + "yz", ""), true);
        }

        assertThat(rig.within(() -> rig.master.users().byName("bob11")).username())
                .isEqualTo("bob11");
        assertThat(rig.within(() -> rig.master.users().byName("x".repeat(62) + "11"))
                        .username())
                .hasSize(64);
    }

    @Test
    void whoComesTwiceAtOnceForTheFirstTimeGetsOneAccount() throws Exception {
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch together = new CountDownLatch(threads);
        List<Future<Login>> results = new ArrayList<>();

        for (int i = 0; i < threads; i++) {
            results.add(executor.submit(() -> {
                together.countDown();
                together.await();
                return enter(person("7", "bob", ""), true);
            }));
        }
        List<Login> logins = new ArrayList<>();
        for (Future<Login> result : results) {
            logins.add(result.get());
        }
        executor.shutdown();

        assertThat(logins).hasSize(threads).containsOnly(logins.get(0));
        assertThat(logins.get(0).caller().username()).isEqualTo("bob");
    }

    @Test
    void whatIsLinkedToOneAccountIsNotTakenByAnother() {
        Caller bob = rig.user("bob");
        link(ann, person("7", "ann", ""));

        link(ann, person("7", "ann", ""));
        assertThat(problemOf(() -> link(bob, person("7", "ann", "")))).isEqualTo(Problem.IDENTITY_TAKEN);

        assertThat(list(ann)).extracting(Identity::subject).containsExactly("7");
        assertThat(list(bob)).isEmpty();
        unlink(ann, ISSUER, "7");
        link(bob, person("7", "ann", ""));
        assertThat(enter(person("7", "ann", ""), false).caller()).isEqualTo(bob);
    }

    @Test
    void aLinkTellsWhatTheProviderCallsThePersonAndWhenItWasUsedLast() {
        link(ann, person("7", "old name", ""));
        rig.clock.advance(Duration.ofHours(1));

        enter(person("7", "new\nname", ""), false);

        assertThat(list(ann))
                .containsExactly(new Identity(
                        ISSUER, "7", "new name", rig.clock.instant().minus(Duration.ofHours(1)), rig.clock.instant()));
    }

    @Test
    void theLastLoginOfAnAccountWithoutAPasswordStays() {
        Caller bob = enter(person("7", "bob", ""), true).caller();

        assertThat(problemOf(() -> unlink(bob, ISSUER, "7"))).isEqualTo(Problem.LOGIN_LAST);
        link(bob, person("8", "bob", ""));
        unlink(bob, ISSUER, "7");

        assertThat(list(bob)).extracting(Identity::subject).containsExactly("8");
        assertThat(problemOf(() -> unlink(ann, ISSUER, "8"))).isEqualTo(Problem.IDENTITY_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ä", "a\0", "a\nb"})
    void aSubjectThatIsNoneIsRefused(String subject) {
        assertThat(problemOf(() -> enter(person(subject, "bob", ""), true))).isEqualTo(Problem.OPENID_REFUSED);
        assertThat(problemOf(() -> link(ann, person("x".repeat(256), "bob", ""))))
                .isEqualTo(Problem.OPENID_REFUSED);
    }

    @Test
    void linksNeedTheScopeOfTheProfile() {
        Caller reader = new Caller(ann.userId(), "ann", Role.USER, Set.of(Grant.of("PROFILE:RO")));

        assertThat(list(reader)).isEmpty();
        assertThat(problemOf(() -> link(reader, person("7", "ann", "")))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> unlink(reader, ISSUER, "7"))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> list(Caller.ANONYMOUS))).isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    private static Person person(String subject, String name, String email) {
        return new Person(ISSUER, subject, name, email);
    }

    private Login enter(Person person, boolean createsAccounts) {
        return rig.within(() -> rig.master.identities().enter(person, createsAccounts));
    }

    private void link(Caller caller, Person person) {
        rig.transaction.separate(() -> rig.master.identities().link(caller, person));
    }

    private void unlink(Caller caller, String issuer, String subject) {
        rig.transaction.separate(() -> rig.master.identities().unlink(caller, issuer, subject));
    }

    private List<Identity> list(Caller caller) {
        return rig.within(() -> rig.master.identities().list(caller));
    }

    private String email(Caller caller) {
        return rig.within(() -> rig.master.ownAccount().profile(caller)).email();
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
