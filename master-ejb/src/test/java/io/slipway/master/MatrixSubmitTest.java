// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.manifest.EnvironmentValue.Text;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.ManifestException;
import io.slipway.manifest.ManifestParser;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.GroupView.GroupedJob;
import io.slipway.master.query.JobView;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.Submitted;
import io.slipway.message.WorkOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One submit that becomes several jobs. */
class MatrixSubmitTest {
    private static final String MANIFEST = """
            image: debian/${RELEASE}
            matrix:
              RELEASE: [bookworm]
              CC: [gcc, clang]
            tasks:
              - build: make CC=$CC
            """;

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig(Map.of("matrix.most", "4"));
        rig.beat(2);
    }

    @Test
    void eachCombinationBecomesAJobWithItsVariables() {
        Submitted submitted = submit(MANIFEST, "Try *both*", true);

        assertThat(submitted.jobs()).hasSize(2);
        assertThat(submitted.job()).isEqualTo(submitted.jobs().get(0));
        for (int i = 0; i < 2; i++) {
            String compiler = List.of("gcc", "clang").get(i);
            JobView job = rig.view(submitted.jobs().get(i).id());
            assertThat(job).isEqualTo(submitted.jobs().get(i));
            assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(job.note()).isEqualTo("Try *both* (RELEASE=bookworm CC=%s)".formatted(compiler));
            assertThat(job.image()).isEqualTo("debian/bookworm");
            assertThat(job.tags()).containsExactly("matrix");
        }
    }

    @Test
    void jobsOfAMatrixAreAGroupAndOneJobIsNone() {
        Submitted submitted = submit(MANIFEST, "Try *both*", true);

        GroupView group = rig.within(() -> rig.master.groups().find(rig.admin, submitted.group()));
        assertThat(group.note()).isEqualTo("Try *both*");
        assertThat(group.owner()).isEqualTo("admin");
        assertThat(group.jobs())
                .extracting(GroupedJob::id)
                .containsExactlyElementsOf(
                        submitted.jobs().stream().map(JobView::id).toList());
        assertThat(group.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(submit(MasterRig.MANIFEST, "", true).group()).isNull();
        assertThat(submit(submitted.job().manifest(), "", true).group()).isNull();
    }

    @Test
    void groupOfAMatrixThatWaitsIsStartedAsOne() {
        Submitted submitted = submit(MANIFEST, "", false);

        rig.within(() -> rig.master.groups().start(rig.admin, submitted.group()));

        assertThat(submitted.jobs()).allMatch(job -> rig.status(job.id()) == JobStatus.QUEUED);
    }

    @Test
    void runnerReadsTheCombinationInTheJobsOwnManifest() {
        submit(MANIFEST, "", true);
        rig.handOver();

        List<Manifest> ordered = rig.messages.sent(WorkOrder.class).stream()
                .map(order -> new ManifestParser().parse(order.manifest()).manifest())
                .toList();
        assertThat(ordered)
                .extracting(manifest -> manifest.environment().get("CC"))
                .containsExactlyInAnyOrder(new Text("gcc"), new Text("clang"));
        assertThat(ordered).allMatch(manifest -> manifest.image().value().equals("debian/bookworm"));
    }

    @Test
    void noteThatIsEmptyIsTheCombination() {
        assertThat(submit(MANIFEST, "", true).jobs())
                .extracting(JobView::note)
                .containsExactly("RELEASE=bookworm CC=gcc", "RELEASE=bookworm CC=clang");
    }

    @Test
    void longNoteStaysAndLongCombinationsAreCut() {
        String note = "x".repeat(4_096);
        String value = "\ud83d\ude80".repeat(300);

        assertThat(submit(MANIFEST, note, true).jobs())
                .extracting(JobView::note)
                .containsExactly(note, note);
        assertThat(submit(
                                "image: debian/bookworm\nmatrix:\n  A: [\"%s\", b]\ntasks:\n  - t: x\n"
                                        .formatted(value),
                                "",
                                true)
                        .job()
                        .note())
                .isEqualTo("A=" + "\ud83d\ude80".repeat(198) + "…");
    }

    @Test
    void resubmittedJobIsOneJobOfItsCombination() {
        Submitted submitted = submit(MANIFEST, "", true);
        JobId second = submitted.jobs().get(1).id();

        Submitted again = rig.within(() -> rig.master.control().resubmit(rig.admin, second));

        assertThat(again.jobs()).hasSize(1);
        assertThat(again.job().note()).isEqualTo("RELEASE=bookworm CC=clang");
        assertThat(again.job().manifest()).isEqualTo(submitted.jobs().get(1).manifest());
    }

    @Test
    void jobsOfAMatrixWaitWhenTheyAreNotToBeRun() {
        assertThat(submit(MANIFEST, "", false).jobs()).allMatch(job -> job.status() == JobStatus.PENDING);
    }

    @Test
    void nothingIsStoredWhenOneCombinationIsWrong() {
        String manifest = MANIFEST.replace("[bookworm]", "[bookworm, bokworm]");

        List<Finding> findings = refused(manifest);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.IMAGE_UNKNOWN);
            assertThat(finding.line()).isEqualTo(1);
            assertThat(finding.sentence()).contains("`debian/bokworm`");
        });
        assertThat(rig.<Long>within(() -> rig.stores.jobs().count(0))).isZero();
        assertThat(rig.<List<Finding>>within(() -> rig.master.submit().check(rig.admin, manifest)))
                .isEqualTo(findings);
    }

    @Test
    void settingSaysHowManyJobsOneSubmitMayBecome() {
        assertThat(refused(MANIFEST.replace("[gcc, clang]", "[1, 2, 3, 4, 5]")))
                .extracting(Finding::problem)
                .containsExactly(Problem.MATRIX_TOO_LARGE);
        assertThat(submit(MANIFEST.replace("[gcc, clang]", "[1, 2, 3, 4]"), "", true)
                        .jobs())
                .hasSize(4);
    }

    private Submitted submit(String manifest, String note, boolean execute) {
        return rig.submit(rig.admin, new Submission(manifest, note, List.of("matrix"), execute, Visibility.UNLISTED));
    }

    private List<Finding> refused(String manifest) {
        return assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> submit(manifest, "", true))
                .actual()
                .findings();
    }
}
