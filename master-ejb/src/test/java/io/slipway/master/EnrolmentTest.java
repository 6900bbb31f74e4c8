// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.EnrolmentToken;
import io.slipway.envelope.PublicKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.enrol.EnrolRunner.Enrolled;
import io.slipway.master.enrol.EnrolmentTokens;
import io.slipway.master.enrol.IssuedEnrolment;
import io.slipway.master.enrol.RunnerDetail;
import io.slipway.master.enrol.RunnerState;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.WorkOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
    private static final RunnerName NEW = new RunnerName("new");
    private static final PublicKeys KEYS = MasterRig.PARTIES.runner("new").publicHalves();
    private static final PublicKeys OTHER_KEYS =
            MasterRig.PARTIES.runner("new, again").publicHalves();

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void tokenEnrolsARunnerWhichGetsJobsFromThenOn() {
        JobId job = rig.queue(rig.admin);

        Enrolled enrolled = enrol(token(NEW), NEW, KEYS);
        hear(NEW);
        rig.handOver();

        assertThat(enrolled.runner()).isEqualTo(NEW);
        assertThat(enrolled.fingerprint()).isEqualTo(KEYS.fingerprint());
        assertThat(enrolled.master().text())
                .isEqualTo(MasterRig.PARTIES.master().publicHalf().text());
        assertThat(rig.newestOrder().attempt().job()).isEqualTo(job);
    }

    @Test
    void runnerThatIsNotEnrolledIsNotHeardAndGetsNothing() {
        rig.queue(rig.admin);

        hear(NEW);
        rig.handOver();

        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
        assertThat(rig.master.refusals().count()).isEqualTo(1);
        assertThat(list()).isEmpty();
    }

    @Test
    void runnerOfBeforeIsKnownAndGetsNothingUntilItIsEnrolled() throws SQLException {
        rig.queue(rig.admin);
        execute(
                "insert into runner (name, slots, labels, offer, heard) values ('new', 4, '', '[]', now() + interval '1 hour')");

        rig.handOver();
        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
        assertThat(list()).extracting(RunnerDetail::state).containsExactly(RunnerState.NOT_ENROLLED);

        enrol(token(null), NEW, KEYS);
        hear(NEW);
        rig.handOver();
        assertThat(rig.messages.sent(WorkOrder.class)).hasSize(1);
    }

    @Test
    void tokenWorksOnce() {
        String token = token(NEW);
        enrol(token, NEW, KEYS);

        ProblemException refused = refusal(token, NEW, OTHER_KEYS);

        assertThat(refused.problem()).isEqualTo(Problem.ENROLMENT_TOKEN_USED);
        assertThat(refused)
                .hasMessage("Enrolling runner `new`: the token was used by runner `new`; a token works once");
        assertThat(list().get(0).fingerprint()).isEqualTo(KEYS.fingerprint());
    }

    /** Two runners that were given the same settings. */
    @Test
    void oneOfManyWhoBringTheSameTokenAtTheSameTimeIsEnrolled() throws Exception {
        int threads = 8;
        String token = token(null);
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Boolean>> enrolled = new ArrayList<>();

        for (int i = 0; i < threads; i++) {
            RunnerName name = new RunnerName("new-" + i);
            PublicKeys keys = MasterRig.PARTIES.runner(name.value()).publicHalves();
            enrolled.add(executor.submit(() -> {
                together.await();
                try {
                    enrol(token, name, keys);
                    return true;
                } catch (ProblemException e) {
                    assertThat(e.problem()).isEqualTo(Problem.ENROLMENT_TOKEN_USED);
                    return false;
                }
            }));
        }

        int won = 0;
        for (Future<Boolean> one : enrolled) {
            won += one.get() ? 1 : 0;
        }
        executor.shutdown();
        assertThat(won).isEqualTo(1);
        assertThat(list()).hasSize(1);
    }

    @Test
    void oneOfManyWhoBringDifferentTokensForOneNameAtTheSameTimeIsEnrolled() throws Exception {
        int threads = 6;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<String>> enrolled = new ArrayList<>();

        for (int i = 0; i < threads; i++) {
            String token = token(null);
            PublicKeys keys = MasterRig.PARTIES.runner("new-" + i).publicHalves();
            enrolled.add(executor.submit(() -> {
                together.await();
                try {
                    return enrol(token, NEW, keys).fingerprint();
                } catch (ProblemException e) {
                    assertThat(e.problem()).isEqualTo(Problem.RUNNER_NAME_TAKEN);
                    return "";
                }
            }));
        }

        List<String> won = new ArrayList<>();
        for (Future<String> one : enrolled) {
            won.add(one.get());
        }
        executor.shutdown();
        won.removeIf(String::isEmpty);
        assertThat(won).containsExactly(list().get(0).fingerprint());
    }

    @Test
    void whoDidNotHearTheAnswerMayAskAgain() {
        String token = token(NEW);
        enrol(token, NEW, KEYS);
        rig.clock.advance(Duration.ofDays(1));

        Enrolled again = enrol(token, NEW, KEYS);

        assertThat(again.fingerprint()).isEqualTo(KEYS.fingerprint());
        assertThat(refusal(token, new RunnerName("other"), KEYS).problem()).isEqualTo(Problem.ENROLMENT_TOKEN_USED);
    }

    @Test
    void askingAgainDoesNotBringARevokedRunnerBack() {
        String token = token(NEW);
        enrol(token, NEW, KEYS);
        revoke(NEW);

        assertThat(refusal(token, NEW, KEYS).problem()).isEqualTo(Problem.ENROLMENT_TOKEN_USED);
        assertThat(list().get(0).state()).isEqualTo(RunnerState.REVOKED);
    }

    @Test
    void tokenExpires() {
        String token = token(NEW);
        rig.clock.advance(EnrolmentTokens.LIFETIME);

        assertThat(refusal(token, NEW, KEYS).problem()).isEqualTo(Problem.ENROLMENT_TOKEN_EXPIRED);
    }

    @Test
    void tokenOfAnotherRunnerIsRefusedAndStaysGood() {
        String token = token(NEW);

        ProblemException refused = refusal(token, new RunnerName("other"), KEYS);
        enrol(token, NEW, KEYS);

        assertThat(refused.problem()).isEqualTo(Problem.ENROLMENT_TOKEN_OTHER);
        assertThat(refused).hasMessage("Enrolling runner `other`: the token is for runner `new`");
    }

    @Test
    void tokenThatNobodyMadeIsRefusedAndNotShown() {
        ProblemException refused = refusal("slipway-enrol_guess", NEW, KEYS);

        assertThat(refused.problem()).isEqualTo(Problem.ENROLMENT_TOKEN_WRONG);
        assertThat(refused).hasMessageNotContaining("guess");
    }

    /** Else whoever gets such a token could take the place of a runner that is there. */
    @Test
    void tokenForAnyNameDoesNotTakeOneThatIsTakenAndStaysGood() {
        enrol(token(NEW), NEW, KEYS);
        String any = token(null);

        ProblemException refused = refusal(any, NEW, OTHER_KEYS);

        assertThat(refused.problem()).isEqualTo(Problem.RUNNER_NAME_TAKEN);
        assertThat(list().get(0).fingerprint()).isEqualTo(KEYS.fingerprint());
        enrol(any, new RunnerName("newer"), OTHER_KEYS);
        assertThat(list()).hasSize(2);
        revoke(NEW);
        assertThat(refusal(token(null), NEW, KEYS).problem()).isEqualTo(Problem.RUNNER_NAME_TAKEN);
    }

    @Test
    void tokenForTheNameReplacesTheKeysAndNothingElse() {
        enrol(token(NEW), NEW, KEYS);
        hear(NEW);
        rig.queue(rig.admin);
        rig.handOver();

        enrol(token(NEW), NEW, OTHER_KEYS);

        RunnerDetail runner = list().get(0);
        assertThat(runner.fingerprint()).isEqualTo(OTHER_KEYS.fingerprint());
        assertThat(runner.running()).isEqualTo(1);
        assertThat(runner.slots()).isEqualTo(2);
        assertThat(rig.view(rig.newestOrder().attempt().job()).attempts()).hasSize(1);
    }

    @Test
    void runnerThatWasRevokedIsBackWhenItIsEnrolledAgain() {
        enrol(token(NEW), NEW, KEYS);
        revoke(NEW);

        enrol(token(NEW), NEW, OTHER_KEYS);
        hear(NEW);

        assertThat(list()).extracting(RunnerDetail::state).containsExactly(RunnerState.ENROLLED);
    }

    @Test
    void tokensAreMadeByAdministratorsWithTheGrantAlone() {
        Caller reads = new Caller(rig.admin.userId(), "admin", true, Set.of(Permissions.JOBS_READ));

        assertThat(tokenRefusal(Caller.ANONYMOUS)).isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(tokenRefusal(rig.user("mira"))).isEqualTo(Problem.NOT_PERMITTED);
        assertThat(tokenRefusal(reads)).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> rig.within(
                                        () -> rig.master.enrolments().runners().list(rig.user("theo"))))
                        .problem())
                .isEqualTo(Problem.NOT_PERMITTED);
        assertThat(rig.within(() -> rig.master.enrolments().runners().list(reads)))
                .isEmpty();
    }

    @Test
    void tokenLivesLongerThanNothingAndAWeekAtTheMost() {
        for (Duration lifetime : List.of(
                Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(7).plusMillis(1))) {
            ProblemException refused =
                    catchThrowableOfType(ProblemException.class, () -> issue(rig.admin, NEW, lifetime));
            assertThat(refused.problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
        }
        assertThat(issue(rig.admin, NEW, Duration.ofDays(7)).expires())
                .isEqualTo(rig.clock.instant().plus(Duration.ofDays(7)));
    }

    @Test
    void tokenIsKeptAsItsHashAlone() throws SQLException {
        String token = token(NEW);

        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select t::text as all from enrolment_token t")) {
            assertThat(row.next()).isTrue();
            String all = row.getString("all");
            assertThat(all).contains("admin").contains("new");
            assertThat(all).doesNotContain(token).doesNotContain(token.substring(20, 40));
        }
    }

    @Test
    void tokenComesWithTheLinesForTheSettingsAndTheMastersFingerprint() {
        IssuedEnrolment issued = issue(rig.admin, NEW, EnrolmentTokens.LIFETIME);

        assertThat(issued.settings())
                .containsExactly(
                        "name = new",
                        "master.address = http://127.0.0.1:8080",
                        "enrol.token = " + issued.token().text());
        assertThat(new EnrolmentToken(issued.token().text())
                        .isOf(MasterRig.PARTIES.master().publicHalf()))
                .isTrue();
        assertThat(issue(rig.admin, null, EnrolmentTokens.LIFETIME).settings())
                .hasSize(2)
                .noneMatch(line -> line.startsWith("name"));
    }

    @Test
    void listShowsWhatEachRunnerIsAndOffers() {
        enrol(token(NEW), NEW, KEYS);
        assertThat(list().get(0).slots()).isZero();

        hear(NEW);
        RunnerDetail there = list().get(0);
        rig.clock.advance(Duration.ofMinutes(1));

        assertThat(there.state()).isEqualTo(RunnerState.ENROLLED);
        assertThat(there.images()).containsExactly("debian/bookworm");
        assertThat(there.labels()).containsExactly("kvm", "large");
        assertThat(there.free()).isEqualTo(2);
        assertThat(list().get(0).state()).isEqualTo(RunnerState.SILENT);
        assertThat(list().get(0).free()).isZero();
    }

    /** As if it had come in a good envelope. */
    private void hear(RunnerName runner) {
        rig.master
                .applyEvents()
                .apply(List.of(new RunnerAlive(
                        runner,
                        rig.clock.instant(),
                        MasterRig.nextBeat(),
                        List.of(MasterRig.DEBIAN),
                        Set.of("kvm", "large"),
                        2,
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        "")));
    }

    private String token(RunnerName runner) {
        return issue(rig.admin, runner, EnrolmentTokens.LIFETIME).token().text();
    }

    private IssuedEnrolment issue(Caller caller, RunnerName runner, Duration lifetime) {
        return rig.within(() -> rig.master.enrolments().tokens().issue(caller, runner, lifetime));
    }

    private Problem tokenRefusal(Caller caller) {
        return catchThrowableOfType(ProblemException.class, () -> issue(caller, NEW, EnrolmentTokens.LIFETIME))
                .problem();
    }

    private Enrolled enrol(String token, RunnerName runner, PublicKeys keys) {
        return rig.within(() -> rig.master.enrolments().enrolment().enrol(token, runner, keys));
    }

    private ProblemException refusal(String token, RunnerName runner, PublicKeys keys) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> enrol(token, runner, keys));
        assertThat(refused).isNotNull();
        return refused;
    }

    private void revoke(RunnerName runner) {
        rig.transaction.separate(() -> rig.master.enrolments().revocation().revoke(rig.admin, runner));
    }

    private List<RunnerDetail> list() {
        return rig.within(() -> rig.master.enrolments().runners().list(rig.admin));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
