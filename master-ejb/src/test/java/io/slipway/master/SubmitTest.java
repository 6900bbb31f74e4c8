// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.query.JobView;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.message.WorkOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmitTest {
    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    /** Defect 1 of the original: a job stayed `pending` though its submit had it executed. */
    @Test
    void aSubmittedJobIsKeptWithItsTasksAndGoesToARunner() {
        rig.beat(1);

        JobId job = rig.submit(
                        rig.admin,
                        new Submission(
                                MasterRig.MANIFEST, "A *note*.", List.of("slipway", "main"), true, Visibility.PUBLIC))
                .job()
                .id();
        rig.handOver();

        JobView view = rig.view(job);
        assertThat(view.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(view.note()).isEqualTo("A *note*.");
        assertThat(view.tags()).containsExactly("slipway", "main");
        assertThat(view.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(view.image()).isEqualTo("debian/bookworm");
        assertThat(view.manifest()).isEqualTo(MasterRig.MANIFEST);
        assertThat(view.tasks()).extracting(task -> task.name().value()).containsExactly("build", "check");
        assertThat(rig.messages.sent(WorkOrder.class)).hasSize(1);
    }

    @Test
    void aJobThatIsNotToBeRunStaysPendingUntilItIsStarted() {
        rig.beat(1);
        JobId job = rig.submit(rig.admin, submission(false)).job().id();
        rig.handOver();
        assertThat(rig.status(job)).isEqualTo(JobStatus.PENDING);
        assertThat(rig.messages.sent(WorkOrder.class)).isEmpty();

        rig.transaction.separate(() -> rig.master.control().start(rig.admin, job));
        rig.handOver();

        assertThat(rig.messages.sent(WorkOrder.class)).hasSize(1);
        assertThat(problemOf(() ->
                        rig.transaction.separate(() -> rig.master.control().start(rig.admin, job))))
                .isEqualTo(Problem.JOB_STARTED);
    }

    @Test
    void aPendingJobIsCancelledAtOnceAndNotStartedAfterwards() {
        JobId job = rig.submit(rig.admin, submission(false)).job().id();

        rig.transaction.separate(() -> rig.master.control().cancel(rig.admin, job));

        assertThat(rig.status(job)).isEqualTo(JobStatus.CANCELLED);
        assertThat(problemOf(() ->
                        rig.transaction.separate(() -> rig.master.control().start(rig.admin, job))))
                .isEqualTo(Problem.JOB_ENDED);
    }

    @Test
    void nothingIsStoredOfAManifestWithAnError() {
        rig.beat(1);

        ManifestException e = refused("image: debian/bookworm\ntasks:\n  - Build: make\n  - check: 3\n");

        assertThat(e.findings()).extracting(Finding::problem).contains(Problem.TASK_NAME_ILLEGAL);
        assertThat(jobs()).isZero();
    }

    /** Defect 20 of the original: a submit did not ask whether the image exists. */
    @Test
    void anImageThatNoRunnerOffersIsAnErrorThatNamesTheNearest() {
        rig.beat(1);

        ManifestException e = refused("# a comment\nimage: debian/bokworm\ntasks:\n  - build: make\n");

        assertThat(e.problem()).isEqualTo(Problem.IMAGE_UNKNOWN);
        assertThat(e).hasMessageContaining("the nearest is `debian/bookworm`").hasMessageContaining("offered: ");
        assertThat(e.findings().get(0).line()).isEqualTo(2);
        assertThat(jobs()).isZero();
    }

    /** Defect 20 of the original: a submit did not ask whether the architecture exists. */
    @Test
    void anArchitectureThatNoRunnerOffersIsAnError() {
        rig.beat(1);

        ManifestException e = refused("image: debian/bookworm\narch: riscv64\ntasks:\n  - build: make\n");

        assertThat(e.problem()).isEqualTo(Problem.ARCH_UNKNOWN);
        assertThat(e.findings().get(0).line()).isEqualTo(2);
        assertThat(e).hasMessageContaining("`amd64`");
    }

    @Test
    void beforeAnyRunnerWasHeardAnImageIsOnlyWarnedOf() {
        Submitted submitted = rig.submit(rig.admin, submission(true));

        assertThat(submitted.warnings()).extracting(Finding::problem).containsExactly(Problem.IMAGE_UNKNOWN);
        assertThat(submitted.warnings()).noneMatch(Finding::isError);
    }

    @Test
    void anImageWhoseRunnersAreAwayIsOnlyWarnedOf() {
        rig.beat(1);
        assertThat(rig.submit(rig.admin, submission(true)).warnings()).isEmpty();

        rig.clock.advance(Duration.ofMinutes(1));

        assertThat(rig.submit(rig.admin, submission(true)).warnings()).hasSize(1);
    }

    @Test
    void submittingNeedsCredentialsAndTheGrant() {
        Caller reader = new Caller(rig.admin.userId(), "admin", true, Set.of(Grant.of("JOBS:RO")));

        assertThat(problemOf(() -> rig.submit(Caller.ANONYMOUS, submission(true))))
                .isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(problemOf(() -> rig.submit(reader, submission(true)))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(jobs()).isZero();
    }

    @Test
    void aNoteOrTagThatIsNotAllowedIsRefused() {
        assertThat(problemOf(() -> rig.submit(rig.admin, noted("x".repeat(4_097)))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> rig.submit(rig.admin, noted("a\0b")))).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> rig.submit(rig.admin, noted("half a pair: \ud83d"))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> rig.submit(
                        rig.admin, new Submission(MasterRig.MANIFEST, "", List.of("a/b"), true, Visibility.PUBLIC))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(rig.submit(rig.admin, noted("\ud83d\ude80".repeat(4_096)))
                        .job()
                        .id())
                .isNotNull();
    }

    @Test
    void fieldThatIsNotAllowedIsNamed() {
        assertThat(catchThrowableOfType(FieldException.class, () -> rig.submit(rig.admin, noted("x".repeat(4_097)))))
                .extracting(FieldException::field)
                .isEqualTo("note");
        Submission tagged = new Submission(MasterRig.MANIFEST, "", List.of("a b"), true, Visibility.PUBLIC);
        assertThat(catchThrowableOfType(FieldException.class, () -> rig.submit(rig.admin, tagged)))
                .extracting(FieldException::field)
                .isEqualTo("tags");
    }

    @Test
    void whatASubmitAnswersIsWhatAReaderFindsAfterwards() {
        rig.beat(1);
        rig.clock.advance(Duration.ofNanos(1_789));

        for (boolean execute : List.of(true, false)) {
            JobView answered = rig.submit(rig.admin, submission(execute)).job();

            assertThat(rig.view(answered.id())).isEqualTo(answered);
        }
    }

    @Test
    void aJobIsResubmittedAsANewOneOfTheCallers() {
        rig.beat(1);
        Caller other = rig.user("other");
        JobId first = rig.submit(
                        rig.admin,
                        new Submission(MasterRig.MANIFEST, "note", List.of("tag"), true, Visibility.UNLISTED))
                .job()
                .id();

        JobId second = rig.within(() -> rig.master.control().resubmit(other, first))
                .job()
                .id();

        JobView view = rig.view(second);
        assertThat(second).isNotEqualTo(first);
        assertThat(view.owner()).isEqualTo("other");
        assertThat(view.note()).isEqualTo("note");
        assertThat(view.manifest()).isEqualTo(MasterRig.MANIFEST);
    }

    @Test
    void offeredImagesAreThoseOfRunnersThatAreThere() {
        assertThat(rig.within(() -> rig.master.images().names())).isEmpty();
        rig.beat(1);
        assertThat(rig.within(() -> rig.master.images().names())).containsExactly("debian/bookworm");
        rig.clock.advance(Duration.ofMinutes(1));
        assertThat(rig.within(() -> rig.master.images().names())).isEmpty();
    }

    private ManifestException refused(String manifest) {
        return assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> rig.submit(rig.admin, manifest))
                .actual();
    }

    private long jobs() {
        return rig.within(() -> rig.stores.jobs().count(0));
    }

    private static Submission submission(boolean execute) {
        return new Submission(MasterRig.MANIFEST, "", List.of(), execute, Visibility.UNLISTED);
    }

    private static Submission noted(String note) {
        return new Submission(MasterRig.MANIFEST, note, List.of(), true, Visibility.UNLISTED);
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
