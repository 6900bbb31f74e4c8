// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.Login;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Role;
import io.slipway.master.account.AccountPage;
import io.slipway.master.account.AccountView;
import io.slipway.master.account.NewAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How administrators make accounts, give roles and reset passwords. */
class AdministrationTest {
    private static final Set<Grant> PROFILE = Set.of(Grant.of("PROFILE:RW"));

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void anAccountIsMadeWithAPasswordThatMustBeChangedAtTheFirstLogin() {
        NewAccount made = create("ann", "Ann@Example.org", Role.USER);

        Login login = rig.master.users().enter("ann", made.password());

        assertThat(login.passwordIsOneTime()).isTrue();
        assertThat(problemOf(() -> rig.login("ann", made.password()))).isEqualTo(Problem.PASSWORD_ONE_TIME);
        Login changed = rig.master
                .ownAccount()
                .replaceOneTimePassword(login.caller().userId(), login.epoch(), "one of my own", Origin.UNKNOWN);
        assertThat(rig.within(() -> rig.master.users().bySession(login.caller().userId(), changed.epoch()))
                        .username())
                .isEqualTo("ann");
        assertThat(rig.login("ann", "one of my own").role()).isEqualTo(Role.USER);
        assertThat(problemOf(() -> rig.master.users().enter("ann", made.password())))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(find("ann").email()).isEqualTo("Ann@Example.org");
    }

    @Test
    void aOneTimePasswordIsGoodForNothingAfterAWeekOrOnceItWasChanged() {
        NewAccount made = create("ann", "", Role.USER);
        Login login = rig.master.users().enter("ann", made.password());
        long id = login.caller().userId();

        assertThat(problemOf(() -> rig.master
                        .ownAccount()
                        .replaceOneTimePassword(id, login.epoch(), made.password(), Origin.UNKNOWN)))
                .isEqualTo(Problem.PASSWORD_REFUSED);
        rig.master.ownAccount().replaceOneTimePassword(id, login.epoch(), "one of my own", Origin.UNKNOWN);
        assertThat(problemOf(() -> rig.master
                        .ownAccount()
                        .replaceOneTimePassword(id, login.epoch(), "one of a thief", Origin.UNKNOWN)))
                .isEqualTo(Problem.CREDENTIALS_WRONG);

        NewAccount other = create("bob", "", Role.USER);
        rig.clock.advance(Duration.ofDays(7));
        assertThat(problemOf(() -> rig.master.users().enter("bob", other.password())))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ann", "-ann", ".ann", "a b", "ann\n", "ä", "a\0"})
    void aNameThatIsNotLegalIsRefused(String name) {
        assertThat(problemOf(() -> create(name, "", Role.USER))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann@", "@example.org", "a b@example.org", "ann@-example.org", "a@b\r\nBcc: c@d"})
    void whatIsNoEmailAddressIsRefused(String email) {
        assertThat(problemOf(() -> create("ann", email, Role.USER))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void nameAndEmailAddressBelongToOneAccountInWhateverCase() {
        create("ann", "ann@example.org", Role.USER);

        assertThat(problemOf(() -> create("ann", "", Role.USER))).isEqualTo(Problem.ACCOUNT_TAKEN);
        assertThat(problemOf(() -> create("bob", "ANN@example.ORG", Role.USER))).isEqualTo(Problem.EMAIL_TAKEN);
        assertThat(create("bob", "", Role.USER).account().email()).isEmpty();
        assertThat(create("carl", "", Role.USER).account().email()).isEmpty();
    }

    @Test
    void accountsAreListedByNameAndFoundByPartsOfNameOrAddress() {
        for (int i = 0; i < 60; i++) {
            String name = "u%02d".formatted(i);
            rig.user(name);
        }
        create("ann", "ann@Example.org", Role.USER);

        AccountPage first = list("", "");
        AccountPage second = list("", first.next());

        assertThat(first.total()).isEqualTo(62);
        assertThat(first.accounts()).hasSize(50).extracting(AccountView::name).startsWith("admin", "ann", "u00");
        assertThat(second.accounts()).hasSize(12).extracting(AccountView::name).startsWith(first.next());
        assertThat(second.next()).isEmpty();
        assertThat(list("EXAMPLE", "").accounts()).extracting(AccountView::name).containsExactly("ann");
        assertThat(list("1", "").total()).isEqualTo(15);
        assertThat(list("%", "").accounts()).isEmpty();
    }

    @Test
    void roleIsChangedBackAndForth() {
        Caller ann = rig.user("ann");

        assertThat(changeRole(rig.admin, "ann", Role.ADMINISTRATOR).role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(rig.within(() -> rig.master.users().byName("ann")).administrator())
                .isTrue();
        assertThat(rig.within(() -> rig.master.users().bySession(ann.userId(), 0))
                        .role())
                .isEqualTo(Role.ADMINISTRATOR);
        assertThat(changeRole(rig.admin, "ann", Role.USER).role()).isEqualTo(Role.USER);
    }

    @Test
    void theLastAdministratorStaysOne() {
        assertThat(problemOf(() -> changeRole(rig.admin, "admin", Role.USER))).isEqualTo(Problem.ADMINISTRATOR_LAST);

        rig.user("ann");
        changeRole(rig.admin, "ann", Role.ADMINISTRATOR);

        assertThat(changeRole(rig.admin, "admin", Role.USER).role()).isEqualTo(Role.USER);
        assertThat(problemOf(() -> changeRole(rig.admin, "ann", Role.USER))).isEqualTo(Problem.NOT_PERMITTED);
    }

    @Test
    void aSuspendedAdministratorDoesNotCountAsOneThatIsLeft() {
        rig.user("ann");
        changeRole(rig.admin, "ann", Role.ADMINISTRATOR);
        rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", "gone", false));

        assertThat(problemOf(() -> changeRole(rig.admin, "admin", Role.USER))).isEqualTo(Problem.ADMINISTRATOR_LAST);
    }

    @Test
    void ofTwoAdministratorsWhoTakeEachOthersRoleAtOnceOneIsLeft() throws Exception {
        Caller ann = administrator("ann");

        List<Problem> problems =
                atOnce(() -> changeRole(rig.admin, "ann", Role.USER), () -> changeRole(ann, "admin", Role.USER));

        assertThat(problems).containsExactlyInAnyOrder(null, Problem.NOT_PERMITTED);
        assertThat(rig.within(() -> rig.stores.users().lockAdministrators())).hasSize(1);
    }

    @Test
    void ofTwoAdministratorsWhoSuspendEachOtherAtOnceOneIsLeft() throws Exception {
        Caller ann = administrator("ann");

        List<Problem> problems = atOnce(
                () -> rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", "you", false)),
                () -> rig.within(() -> rig.master.administration().suspend(ann, "admin", "no, you", false)));

        assertThat(problems).containsExactlyInAnyOrder(null, Problem.NOT_PERMITTED);
        assertThat(rig.within(() -> rig.stores.users().lockAdministrators())).hasSize(1);
    }

    @Test
    void aResetPasswordEndsSessionsAndMustBeChanged() {
        NewAccount made = create("ann", "", Role.USER);
        Login login = rig.master.users().enter("ann", made.password());
        Login own = rig.master
                .ownAccount()
                .replaceOneTimePassword(login.caller().userId(), login.epoch(), "one of my own", Origin.UNKNOWN);

        NewAccount reset = rig.master.administration().resetPassword(rig.admin, "ann");

        assertThat(problemOf(() -> rig.within(
                        () -> rig.master.users().bySession(own.caller().userId(), own.epoch()))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> rig.master.users().enter("ann", "one of my own")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(rig.master.users().enter("ann", reset.password()).passwordIsOneTime())
                .isTrue();
        assertThat(find("ann").passwordExpires()).isEqualTo(rig.clock.instant().plus(Duration.ofDays(7)));
        assertThat(problemOf(() -> rig.master.administration().resetPassword(rig.admin, "admin")))
                .isEqualTo(Problem.ACCOUNT_OWN);
        assertThat(problemOf(() -> rig.master.administration().resetPassword(rig.admin, "nobody")))
                .isEqualTo(Problem.ACCOUNT_UNKNOWN);
    }

    @Test
    void onlyAdministratorsKeepAccounts() {
        Caller ann = rig.user("ann");

        for (ThrowingCallable call : everything(ann)) {
            assertThat(problemOf(call)).isEqualTo(Problem.NOT_PERMITTED);
        }
        for (ThrowingCallable call : everything(Caller.ANONYMOUS)) {
            assertThat(problemOf(call)).isEqualTo(Problem.CREDENTIALS_MISSING);
        }
    }

    @Test
    void anAdministratorsTokenNeedsTheScopeOfTheProfile() {
        Caller jobs = new Caller(rig.admin.userId(), "admin", true, Set.of(Grant.of("JOBS:RW")));

        rig.user("ann");
        for (ThrowingCallable call : everything(jobs)) {
            assertThat(problemOf(call)).isEqualTo(Problem.SCOPE_MISSING);
        }
    }

    @Test
    void aTokenOfFewScopesDoesNotComeToMoreByTheAccountOfAnother() {
        Caller profile = new Caller(rig.admin.userId(), "admin", true, PROFILE);

        assertThat(rig.master
                        .administration()
                        .create(profile, "ann", "", Role.USER)
                        .account()
                        .role())
                .isEqualTo(Role.USER);
        assertThat(problemOf(() -> rig.master.administration().create(profile, "bob", "", Role.ADMINISTRATOR)))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> changeRole(profile, "ann", Role.ADMINISTRATOR)))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> rig.master.administration().resetPassword(profile, "ann")))
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    private List<ThrowingCallable> everything(Caller caller) {
        var administration = rig.master.administration();
        return List.of(
                () -> rig.within(() -> administration.list(caller, "", "")),
                () -> rig.within(() -> administration.find(caller, "ann")),
                () -> administration.create(caller, "carl", "", Role.USER),
                () -> changeRole(caller, "ann", Role.USER),
                () -> rig.within(() -> administration.suspend(caller, "ann", "why", false)),
                () -> rig.within(() -> administration.resume(caller, "ann")),
                () -> administration.resetPassword(caller, "ann"));
    }

    private Caller administrator(String name) {
        Caller user = rig.user(name);
        changeRole(rig.admin, name, Role.ADMINISTRATOR);
        return Caller.loggedIn(user.userId(), name, Role.ADMINISTRATOR);
    }

    private static List<Problem> atOnce(ThrowingCallable... calls) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(calls.length);
        CountDownLatch together = new CountDownLatch(calls.length);
        List<Future<Problem>> results = new ArrayList<>();
        for (ThrowingCallable call : calls) {
            results.add(executor.submit(outcome(call, together)));
        }
        List<Problem> problems = new ArrayList<>();
        for (Future<Problem> result : results) {
            problems.add(result.get());
        }
        executor.shutdown();
        return problems;
    }

    private static Callable<Problem> outcome(ThrowingCallable call, CountDownLatch together) {
        return () -> {
            together.countDown();
            together.await();
            try {
                call.call();
                return null;
            } catch (ProblemException e) {
                return e.problem();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        };
    }

    private NewAccount create(String name, String email, Role role) {
        return rig.master.administration().create(rig.admin, name, email, role);
    }

    private AccountView changeRole(Caller caller, String name, Role role) {
        return rig.within(() -> rig.master.administration().changeRole(caller, name, role));
    }

    private AccountPage list(String search, String start) {
        return rig.within(() -> rig.master.administration().list(rig.admin, search, start));
    }

    private AccountView find(String name) {
        return rig.within(() -> rig.master.administration().find(rig.admin, name));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
