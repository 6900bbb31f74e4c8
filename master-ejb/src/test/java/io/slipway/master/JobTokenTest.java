// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.job.Visibility;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.secret.SampleSecrets;
import io.slipway.master.sshkey.SampleKeys;
import io.slipway.master.submit.GiveSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.WorkOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job's own token: what it may do, and how long. */
class JobTokenTest {
    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
        rig.beat(1);
    }

    @Test
    void tokenStandsForTheJobsOwnerWithWhatTheManifestAsksFor() {
        WorkOrder order = handedOver(ann, "builds.sr.ht/JOBS:RW builds.sr.ht/LOGS builds.sr.ht/LOGS:RO");

        Caller caller = call(order);

        assertThat(caller.username()).isEqualTo("ann");
        assertThat(caller.userId()).isEqualTo(ann.userId());
        assertThat(caller.grants()).isEqualTo(grants("JOBS:RW", "LOGS:RO"));
        assertThat(order.token().text()).startsWith("slipway_job_").hasSizeGreaterThan(40);
        assertThat(order.token().site()).isEqualTo("127.0.0.1");
        assertThat(order.token().origin()).hasToString("http://127.0.0.1:8080");
    }

    @Test
    void starMeansEveryScope() {
        assertThat(call(handedOver(ann, "builds.sr.ht/*:RO")).grants())
                .isEqualTo(grants("JOBS:RO", "LOGS:RO", "SECRETS:RO", "PROFILE:RO"));
    }

    @Test
    void tokenOfEveryScopeDoesNotLetTheJobStay() {
        Caller job = call(handedOver(ann, "builds.sr.ht/*:RW"));

        assertThat(problemOf(() -> rig.within(() -> rig.master.sshKeys().add(job, SampleKeys.ANN, ""))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> rig.within(
                        () -> rig.master.tokens().issue(job, "ann", "mine", grants("JOBS:RO"), Duration.ofDays(1)))))
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    @Test
    void jobOfAnAdministratorIsNone() {
        assertThat(call(handedOver(rig.admin, "builds.sr.ht/JOBS:RW")).administrator())
                .isFalse();
    }

    @Test
    void databaseHasNothingThatCouldBeUsedAsTheToken() throws SQLException {
        WorkOrder order = handedOver(ann, "builds.sr.ht/JOBS:RW");

        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select t::text from job_token t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).doesNotContain(order.token().text().substring(12));
        }
    }

    @Test
    void tokenWorksUntilTheTimeLimitOfTheAttempt() {
        WorkOrder order = handedOver(ann, "builds.sr.ht/JOBS:RW");
        rig.clock.advance(Duration.ofMinutes(2));
        begin(order.attempt());

        rig.clock.advance(Duration.ofMinutes(44));
        assertThat(call(order).username()).isEqualTo("ann");

        rig.clock.advance(Duration.ofMinutes(2));
        assertThat(problemOf(() -> call(order))).isEqualTo(Problem.TOKEN_EXPIRED);
    }

    @Test
    void tokenWorksNoLongerThanItsAttempt() {
        WorkOrder order = handedOver(ann, "builds.sr.ht/JOBS:RW");
        begin(order.attempt());

        end(order.attempt(), new Outcome.Succeeded());

        assertThat(problemOf(() -> call(order))).isEqualTo(Problem.TOKEN_EXPIRED);
    }

    @Test
    void tokenOfASuspendedOwnersJobOpensNothing() {
        WorkOrder order = handedOver(ann, "builds.sr.ht/JOBS:RW");

        rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", "Mining.", false));

        assertThat(problemOf(() -> call(order))).isEqualTo(Problem.ACCOUNT_SUSPENDED);
    }

    @Test
    void everyAttemptHasATokenOfItsOwn() {
        WorkOrder first = handedOver(ann, "builds.sr.ht/JOBS:RW");
        end(first.attempt(), new Outcome.RunnerFailed(Problem.GUEST_LOST, "The guest is gone."));
        rig.handOver();

        WorkOrder second = rig.newestOrder();

        assertThat(second.attempt().number()).isEqualTo(2);
        assertThat(second.token().text()).isNotEqualTo(first.token().text());
        assertThat(problemOf(() -> call(first))).isEqualTo(Problem.TOKEN_EXPIRED);
        assertThat(call(second).username()).isEqualTo("ann");
    }

    @Test
    void tokenThatNobodyMadeIsWrong() {
        assertThat(problemOf(() -> rig.within(() -> rig.master.tokens().caller("slipway_job_" + "x".repeat(43)))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @Test
    void jobWithoutOauthHasNoToken() {
        rig.submit(ann);
        rig.handOver();

        assertThat(rig.newestOrder().token()).isNull();
    }

    @Test
    void jobGetsNoMoreThanWhoSubmitsIt() {
        Caller caller = token("JOBS:RW", "SECRETS:RO");

        List<Finding> findings = refused(caller, "builds.sr.ht/JOBS:RW builds.sr.ht/SECRETS:RW builds.sr.ht/LOGS:RO");

        assertThat(findings).extracting(Finding::problem).containsOnly(Problem.SCOPE_MISSING);
        assertThat(findings).extracting(Finding::line).containsOnly(5);
        assertThat(findings.get(0).sentence()).contains("SECRETS:RW");
        assertThat(findings.get(1).sentence()).contains("LOGS:RO");
    }

    @Test
    void scopeThatIsNoneIsAnError() {
        assertThat(refused(ann, "builds.sr.ht/REPOSITORIES:RW"))
                .extracting(Finding::problem)
                .containsExactly(Problem.VALUE_ILLEGAL);
    }

    @Test
    void grantsOfOtherServicesGiveNothingAndThatIsSaid() {
        List<Finding> warnings =
                submit(ann, "git.sr.ht/REPOSITORIES:RW builds.sr.ht/JOBS:RW meta.sr.ht/PROFILE", GiveSecrets.YES);
        rig.handOver();

        assertThat(warnings).extracting(Finding::problem).containsExactly(Problem.NOT_GIVEN, Problem.NOT_GIVEN);
        assertThat(warnings.get(0).sentence()).contains("`git.sr.ht/REPOSITORIES:RW`");
        assertThat(call(rig.newestOrder()).grants()).isEqualTo(grants("JOBS:RW"));
    }

    @Test
    void jobWithoutSecretsHasNoToken() {
        List<Finding> warnings = submit(ann, "builds.sr.ht/JOBS:RW", GiveSecrets.NO);
        rig.handOver();

        assertThat(warnings).extracting(Finding::path).containsExactly("oauth");
        assertThat(rig.newestOrder().token()).isNull();
    }

    @Test
    void scriptOfOnesOwnNeedsWhatTheJobWasGiven() {
        rig.within(() -> rig.master.secrets().add(ann, SampleSecrets.ssh("deploy")));
        JobId job = rig.submit(ann, MasterRig.MANIFEST + "secrets: [deploy]\noauth: builds.sr.ht/LOGS:RO\n");
        rig.handOver();
        begin(rig.newestOrder().attempt());
        end(rig.newestOrder().attempt(), new Outcome.StepFailed(Phase.PREPARE, Problem.SOURCE_FAILED, "No."));
        RestartRequest edited = new RestartRequest(RestartRequest.From.FAILED_TASK, "cat ~/.ssh/*");

        for (Caller caller : List.of(token("JOBS:RW"), token("JOBS:RW", "SECRETS:RO"), token("JOBS:RW", "LOGS:RO"))) {
            assertThat(problemOf(() -> restart(caller, job, edited))).isEqualTo(Problem.SCOPE_MISSING);
        }
        assertThat(problemOf(() -> restart(token("JOBS:RW", "SECRETS:RO", "LOGS:RO"), job, edited)))
                .as("no guest is kept, which is asked last")
                .isEqualTo(Problem.CHECKPOINT_ABSENT);
    }

    private void restart(Caller caller, JobId job, RestartRequest request) {
        rig.transaction.separate(() -> rig.master.restart().restart(caller, job, request));
    }

    private WorkOrder handedOver(Caller caller, String oauth) {
        submit(caller, oauth, GiveSecrets.IF_ALLOWED);
        rig.handOver();
        return rig.newestOrder();
    }

    private List<Finding> submit(Caller caller, String oauth, GiveSecrets secrets) {
        return rig.submit(
                        caller,
                        new Submission(
                                MasterRig.MANIFEST + "oauth: " + oauth + "\n",
                                "",
                                List.of(),
                                true,
                                Visibility.UNLISTED,
                                secrets))
                .warnings();
    }

    private List<Finding> refused(Caller caller, String oauth) {
        return assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> submit(caller, oauth, GiveSecrets.IF_ALLOWED))
                .actual()
                .findings();
    }

    private Caller call(WorkOrder order) {
        return rig.within(() -> rig.master.tokens().caller(order.token().text()));
    }

    private void begin(AttemptRef attempt) {
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt));
    }

    private void end(AttemptRef attempt, Outcome outcome) {
        rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), attempt, outcome, AttemptAccount.NONE));
    }

    private Caller token(String... grants) {
        return new Caller(ann.userId(), "ann", false, grants(grants));
    }

    private static Set<Grant> grants(String... grants) {
        return Stream.of(grants).map(Grant::of).collect(Collectors.toSet());
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
