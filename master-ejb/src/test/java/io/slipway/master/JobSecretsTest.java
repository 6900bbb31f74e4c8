// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.secret.SampleSecrets.content;
import static io.slipway.master.secret.SampleSecrets.file;
import static io.slipway.master.secret.SampleSecrets.key;
import static io.slipway.master.secret.SampleSecrets.pgp;
import static io.slipway.master.secret.SampleSecrets.ssh;
import static io.slipway.master.secret.SampleSecrets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.secret.NewSecret;
import io.slipway.master.secret.SecretView;
import io.slipway.master.submit.GiveSecrets;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.WorkOrder;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretPath;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which secrets a job gets, from its submit to its work order. */
class JobSecretsTest {
    private MasterRig rig;
    private Caller ann;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
        rig.beat(1);
    }

    @Test
    void orderHasTheSecretsOfTheManifestInItsOrder() {
        SecretView ssh = add(ssh("deploy"));
        SecretView netrc = add(file("netrc", "hunter2hunter2"));
        SecretView pgp = add(pgp("release"));

        submit(secrets("netrc", pgp.uuid().toString().toUpperCase(Locale.ROOT), "deploy"));
        rig.handOver();

        assertThat(rig.newestOrder().secrets())
                .containsExactly(
                        new Secret.FileSecret(
                                netrc.uuid(),
                                "netrc",
                                new SecretPath("~/.netrc"),
                                FileMode.PRIVATE,
                                content("hunter2hunter2")),
                        new Secret.PgpKey(pgp.uuid(), "release", key("pgp")),
                        new Secret.SshKey(ssh.uuid(), "deploy", key("ed25519")));
    }

    @Test
    void orderThatIsSentAgainHasTheSecretsAndTheTokenAgain() {
        add(file("netrc", "hunter2hunter2"));
        submit(secrets("netrc") + "oauth: builds.sr.ht/JOBS:RW\n");
        rig.handOver();
        WorkOrder lost = rig.newestOrder();
        rig.messages.forget();

        rig.beat(1);
        rig.beat(1);

        assertThat(rig.messages.sent(WorkOrder.class)).containsExactly(lost);
        assertThat(lost.secrets()).hasSize(1);
        assertThat(lost.token()).isNotNull();
    }

    @Test
    void sharedSecretReachesTheOtherOwnersJobs() {
        Caller bob = rig.user("bob");
        SecretView own = add(file("netrc", "hunter2hunter2"));
        rig.within(() -> rig.master.secrets().share(ann, own.uuid().toString(), "bob"));

        rig.submit(bob, secrets("netrc"));
        rig.handOver();

        assertThat(text(rig.newestOrder().secrets().get(0).content())).isEqualTo("hunter2hunter2");
    }

    @Test
    void lastUseIsNotedWhenAnOrderGoesOut() {
        SecretView used = add(ssh("deploy"));
        SecretView other = add(ssh("other"));
        submit(secrets("deploy"));
        rig.clock.advance(Duration.ofMinutes(1));
        assertThat(find(used).lastUsed()).as("not when it is submitted").isNull();

        rig.beat(1);
        rig.handOver();

        assertThat(find(used).lastUsed()).isEqualTo(rig.clock.instant());
        assertThat(find(other).lastUsed()).isNull();
    }

    @Test
    void secretThatWasDeletedMeanwhileFailsTheJobAndNothingElse() {
        SecretView secret = add(ssh("deploy"));
        JobId lost = submit(secrets("deploy"));
        JobId other = submit(MasterRig.MANIFEST);
        remove(secret);
        rig.beat(2);

        rig.handOver();

        assertThat(rig.status(lost)).isEqualTo(JobStatus.FAILED);
        assertThat(rig.view(lost).newestAttempt().orElseThrow().outcome())
                .contains("`%s`".formatted(secret.uuid()), "deleted");
        assertThat(rig.messages.sent(WorkOrder.class))
                .extracting(order -> order.attempt().job())
                .containsExactly(other);
    }

    @Test
    void secretOfTheSameNameThatWasAddedMeanwhileIsAnotherOne() {
        SecretView secret = add(ssh("deploy"));
        JobId job = submit(secrets("deploy"));
        remove(secret);
        add(ssh("deploy"));

        rig.handOver();

        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void lostOrderWhoseSecretWasDeletedIsNotSentAgainAndItsJobFails() {
        SecretView secret = add(ssh("deploy"));
        JobId job = submit(secrets("deploy"));
        rig.handOver();
        WorkOrder lost = rig.newestOrder();
        rig.messages.forget();
        remove(secret);

        rig.beat(1);
        rig.beat(1);
        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER,
                rig.clock.instant(),
                lost.attempt(),
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "The lease ended."),
                AttemptAccount.NONE));
        rig.handOver();

        assertThat(rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    /** Defect 19 of the original: a missing secret fails late instead of at submit. */
    @Test
    void missingSecretIsAnErrorAtSubmitWithItsPlace() {
        add(ssh("deploy-key"));

        List<Finding> findings = refused("""
                secrets:
                  - deploy-key
                  - deploy-kee
                  - 00000000-0000-4000-8000-000000000000
                """);

        assertThat(findings)
                .extracting(finding ->
                        "%d:%d %s %s".formatted(finding.line(), finding.column(), finding.path(), finding.problem()))
                .containsExactly("7:5 secrets[1] SECRET_UNKNOWN", "8:5 secrets[2] SECRET_UNKNOWN");
        assertThat(findings.get(0).sentence()).contains("`deploy-kee`", "did you mean `deploy-key`?");
        assertThat(rig.within(() -> rig.master.jobs().list(ann, 0, 10, false).total()))
                .isZero();
    }

    @Test
    void secretOfAnotherIsMissing() {
        SecretView own = add(ssh("deploy"));
        Caller bob = rig.user("bob");

        for (Caller other : List.of(bob, rig.admin)) {
            for (String name : List.of("deploy", own.uuid().toString())) {
                assertThat(problemOf(() -> rig.submit(other, secrets(name)))).isEqualTo(Problem.SECRET_UNKNOWN);
            }
        }
    }

    @Test
    void secretThatIsNamedTwiceIsAnErrorByNameAndByUuid() {
        SecretView secret = add(ssh("deploy"));

        List<Finding> findings = refused("secrets: [deploy, %s, deploy]\n".formatted(secret.uuid()));

        assertThat(findings)
                .extracting(finding -> finding.path() + " " + finding.problem())
                .containsExactly("secrets[1] SECRET_DUPLICATE", "secrets[2] SECRET_DUPLICATE");
    }

    @Test
    void jobHasNoMoreSecretsThanItsOrderCanCarry() {
        assertThat(refused("secrets: [%s]\n"
                        .formatted(
                                IntStream.range(0, 51).mapToObj(i -> "key" + i).collect(Collectors.joining(", ")))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("at most 50"));
        for (int i = 0; i < 9; i++) {
            add(file("large" + i, "x".repeat(16_000)));
        }

        assertThat(refused("secrets: [%s]\n"
                        .formatted(
                                IntStream.range(0, 9).mapToObj(i -> "large" + i).collect(Collectors.joining(", ")))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("144000 bytes"));
    }

    @Test
    void findingsAreToldWhileTheManifestIsWritten() {
        Caller noSecrets = token("JOBS:RO");

        assertThat(rig.within(() -> rig.master.submit().check(ann, secrets("nosuch"))))
                .extracting(Finding::problem)
                .containsExactly(Problem.SECRET_UNKNOWN);
        assertThat(rig.within(() -> rig.master.submit().check(noSecrets, secrets("nosuch"))))
                .as("who may not read secrets learns nothing of them")
                .extracting(Finding::problem)
                .containsExactly(Problem.NOT_GIVEN);
    }

    @Test
    void jobOfATokenThatMayNotReadSecretsRunsWithoutThemAndSaysSo() {
        add(ssh("deploy"));
        Caller caller = token("JOBS:RW");

        Submitted submitted = submit(caller, secrets("deploy", "nosuch"), GiveSecrets.IF_ALLOWED);
        rig.handOver();

        assertThat(submitted.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.problem()).isEqualTo(Problem.NOT_GIVEN);
            assertThat(warning.sentence()).contains("SECRETS:RO");
            assertThat(warning.line()).isEqualTo(5);
        });
        assertThat(rig.newestOrder().secrets()).isEmpty();
        assertThat(given(submitted)).isFalse();
    }

    @Test
    void askingForSecretsWithoutTheScopeIsAnError() {
        Caller caller = token("JOBS:RW");

        assertThat(problemOf(() -> submit(caller, secrets("deploy"), GiveSecrets.YES)))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> submit(caller, MasterRig.MANIFEST, GiveSecrets.YES)))
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    @Test
    void jobThatIsToHaveNoSecretsMayNameWhatItLikes() {
        Submitted submitted = submit(ann, secrets("nosuch", "nosuch"), GiveSecrets.NO);
        rig.handOver();

        assertThat(submitted.warnings()).extracting(Finding::problem).containsExactly(Problem.NOT_GIVEN);
        assertThat(rig.newestOrder().secrets()).isEmpty();
        assertThat(given(submitted)).isFalse();
    }

    @Test
    void tokenThatMayReadSecretsIsEnough() {
        add(ssh("deploy"));

        assertThat(given(submit(token("JOBS:RW", "SECRETS:RO"), secrets("deploy"), GiveSecrets.IF_ALLOWED)))
                .isTrue();
        assertThat(given(submit(ann, MasterRig.MANIFEST, GiveSecrets.IF_ALLOWED)))
                .as("a manifest that asks for nothing")
                .isFalse();
    }

    @Test
    void resubmittedJobHasItsSecretsAgain() {
        add(ssh("deploy"));
        JobId first = submit(secrets("deploy"));

        Submitted again = rig.within(() -> rig.master.control().resubmit(ann, first));

        assertThat(given(again)).isTrue();
        assertThat(given(rig.within(() -> rig.master.control().resubmit(token("JOBS:RW"), first))))
                .as("by the rule of a submit")
                .isFalse();
    }

    @Test
    void resubmittedJobThatWasNotTrustedWithSecretsStaysSo() {
        add(ssh("deploy"));
        JobId first = submit(ann, secrets("deploy"), GiveSecrets.NO).job().id();

        Submitted again = rig.within(() -> rig.master.control().resubmit(ann, first));

        assertThat(given(again)).isFalse();
        assertThat(rig.within(() -> rig.master.control().mayHaveSecrets(ann, first)))
                .isFalse();
    }

    @Test
    void manifestOfAnotherNeverGetsTheSecretsOfWhoResubmitsIt() {
        Caller mallory = rig.user("mallory");
        add(ssh("deploy"));
        rig.within(() -> rig.master.secrets().add(mallory, ssh("deploy")));
        JobId theirs = rig.submit(mallory, secrets("deploy"));

        Submitted again = rig.within(() -> rig.master.control().resubmit(ann, theirs));

        assertThat(given(again)).isFalse();
        assertThat(again.warnings()).extracting(Finding::problem).containsExactly(Problem.NOT_GIVEN);
    }

    @Test
    void secretsOfAJobAreListedToItsOwnerAlone() {
        SecretView secret = add(ssh("deploy"));
        SecretView gone = add(ssh("gone"));
        JobId job = submit(secrets("gone", "deploy"));
        remove(gone);
        var secrets = rig.master.secrets();
        List<JobId> both = List.of(job, submit(MasterRig.MANIFEST));
        assertThat(rig.within(() -> secrets.ofJobs(ann, both))).hasSize(1).containsEntry(job, List.of(find(secret)));
        assertThat(rig.within(() -> secrets.ofJobs(rig.admin, both))).isEmpty();
        assertThat(problemOf(() -> rig.within(() -> secrets.ofJobs(token("JOBS:RW"), both))))
                .isEqualTo(Problem.SCOPE_MISSING);
    }

    private static String secrets(String... names) {
        return MasterRig.MANIFEST + "secrets: [%s]\n".formatted(String.join(", ", names));
    }

    private boolean given(Submitted submitted) {
        return rig.within(() ->
                rig.stores.jobSecrets().of(submitted.job().id()).orElseThrow().secrets());
    }

    private JobId submit(String manifest) {
        return rig.submit(ann, manifest);
    }

    private Submitted submit(Caller caller, String manifest, GiveSecrets secrets) {
        return rig.submit(caller, new Submission(manifest, "", List.of(), true, Visibility.UNLISTED, secrets));
    }

    private SecretView add(NewSecret secret) {
        return rig.within(() -> rig.master.secrets().add(ann, secret));
    }

    private SecretView find(SecretView secret) {
        return rig.within(() -> rig.master.secrets().find(ann, secret.uuid().toString()));
    }

    private void remove(SecretView secret) {
        rig.transaction.separate(
                () -> rig.master.secrets().remove(ann, secret.uuid().toString()));
    }

    private Caller token(String... grants) {
        return new Caller(
                ann.userId(),
                "ann",
                false,
                Set.of(grants).stream().map(Grant::of).collect(Collectors.toSet()));
    }

    private List<Finding> refused(String keys) {
        return assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> submit(MasterRig.MANIFEST + keys))
                .actual()
                .findings();
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
