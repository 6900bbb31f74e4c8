// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.submit.Submission;
import io.slipway.master.testreport.TestResults;
import io.slipway.master.testreport.TestResults.FailureView;
import io.slipway.master.testreport.TestResults.SuiteView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.WorkOrder;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestResultsTest {
    private static final String GOOD =
            "<testsuite name='good' time='2'><testcase name='a'/><testcase name='b'/></testsuite>";
    private static final String BAD = """
            <testsuites><testsuite name='bad'>
            <testcase name='c' classname='C' time='0.5'><failure message='no'>at C:1</failure></testcase>
            <testcase name='d'><error message='boom'/></testcase>
            <testcase name='e'><skipped/></testcase>
            </testsuite></testsuites>
            """;

    private MasterRig rig;
    private WorkOrder order;
    private JobId job;

    @BeforeEach
    void handOverOneJob() {
        rig = new MasterRig(Map.of("test-report.limit", "100000"));
        rig.beat(1);
        job = rig.submit(rig.admin);
        rig.handOver();
        order = rig.newestOrder();
    }

    @Test
    void theReportsOfAJobAreItsResults() {
        receive(0, "TEST-good.xml", GOOD);
        receive(1, "result.XML", BAD);
        receive(2, "log.txt", BAD);
        receive(3, "pom.xml", "<project/>");

        TestResults results = results();

        assertThat(List.of(results.tests(), results.passed(), results.failed(), results.errors(), results.skipped()))
                .containsExactly(5, 2, 1, 1, 1);
        assertThat(results.millis()).isEqualTo(2_500);
        assertThat(results.reports())
                .hasSize(2)
                .allMatch(report -> report.trouble().isEmpty());
        assertThat(results.suites()).extracting(SuiteView::name).containsExactly("bad", "good");
        assertThat(results.failures())
                .containsExactly(
                        new FailureView("bad", "C", "c", false, "no", "at C:1", 500),
                        new FailureView("bad", "", "d", true, "boom", "", 0));
        assertThat(results.leftOut()).isZero();
    }

    @Test
    void aJobWithoutReportsHasNoResults() {
        assertThat(results().reports()).isEmpty();
        assertThat(results().tests()).isZero();
    }

    @Test
    void anUploadThatComesAgainIsCountedOnce() {
        receive(0, "TEST.xml", BAD);
        receive(0, "TEST.xml", GOOD);

        assertThat(results().tests()).isEqualTo(2);
        assertThat(results().failures()).isEmpty();

        receive(0, "TEST.xml", "<other/>");

        assertThat(results().reports()).isEmpty();
    }

    @Test
    void resultsAreThoseOfTheNewestAttempt() {
        receive(0, "TEST.xml", BAD);
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER,
                rig.clock.instant(),
                order.attempt(),
                new Outcome.RunnerFailed(Problem.GUEST_LOST, "Gone."),
                AttemptAccount.NONE));
        rig.handOver();
        order = rig.newestOrder();

        assertThat(results().reports()).isEmpty();

        receive(0, "TEST.xml", GOOD);

        assertThat(results().tests()).isEqualTo(2);
    }

    @Test
    void aReportThatIsTooLargeIsNamedAndNotRead() {
        receive(0, "TEST.xml", GOOD + " ".repeat(100_000));
        receive(1, "data.xml", "<data>" + " ".repeat(100_000) + "</data>");

        assertThat(results().reports())
                .singleElement()
                .satisfies(report -> assertThat(report.trouble())
                        .isEqualTo("it has %d bytes; reports of at most 100000 are read"
                                .formatted(GOOD.length() + 100_000)));
    }

    @Test
    void aJobKeepsNoMoreFailuresThanAnybodyReads() {
        String hundred =
                "<testsuite name='s'>" + "<testcase name='t'><failure/></testcase>".repeat(180) + "</testsuite>";
        for (int report = 0; report < 4; report++) {
            receive(report, "TEST.xml", hundred);
        }

        assertThat(results().failed()).isEqualTo(720);
        assertThat(results().failures()).hasSize(500);
        assertThat(results().leftOut()).isEqualTo(220);
    }

    @Test
    void theResultsOfAPrivateJobAreItsOwnersAlone() {
        Caller ann = rig.user("ann");
        Caller bob = rig.user("bob");
        JobId hidden = rig.submit(ann, new Submission(MasterRig.MANIFEST, "", List.of(), true, Visibility.PRIVATE))
                .job()
                .id();

        assertThat(rig.within(() -> rig.master.tests().find(ann, hidden)).tests())
                .isZero();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rig.within(() -> rig.master.tests().find(bob, hidden)))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.JOB_UNKNOWN));
    }

    private TestResults results() {
        return rig.within(() -> rig.master.tests().find(rig.admin, job));
    }

    private void receive(int position, String name, String text) {
        rig.master
                .receiveArtifact()
                .receive(
                        job,
                        order.uploadToken(),
                        new ArtifactUpload(position, name, "target/" + name),
                        new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
