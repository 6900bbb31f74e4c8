// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobId;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.testreport.TestResults;
import io.slipway.master.testreport.TestResults.FailureView;
import io.slipway.master.testreport.TestResults.ReportView;
import io.slipway.master.testreport.TestResults.SuiteView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestsJsonTest {
    private static final JobId JOB = new JobId(7);

    @Test
    void resultsHaveTheShapeThatTheManualShows() {
        TestResults results = new TestResults(
                List.of(new ReportView(4, ""), new ReportView(5, "it is not whole XML")),
                List.of(new SuiteView(4, "s", 5, 1, 1, 1, 2_500)),
                List.of(new FailureView("s", "C", "t", true, "boom", "at C:1", 500)));
        List<ArtifactView> artifacts = List.of(artifact(4, "TEST-a.xml"), artifact(5, "TEST b.xml"));

        assertThat(Json.write(TestsJson.of(JOB, results, artifacts))).isEqualTo("""
                {"tests":5,"passed":2,"failed":1,"errors":1,"skipped":1,"seconds":2.5,\
                "failures":[{"suite":"s","class_name":"C","name":"t","kind":"error","message":"boom","detail":"at C:1",\
                "seconds":0.5}],"failures_left_out":1,\
                "suites":[{"artifact":4,"name":"s","tests":5,"failed":1,"errors":1,"skipped":1,"seconds":2.5}],\
                "reports":[{"artifact":4,"path":"target/TEST-a.xml","url":"/api/jobs/7/artifacts/4/TEST-a.xml","trouble":null},\
                {"artifact":5,"path":"target/TEST b.xml","url":"/api/jobs/7/artifacts/5/TEST%20b.xml",\
                "trouble":"it is not whole XML"}]}""");
    }

    @Test
    void aJobWithoutReportsHasZeros() {
        assertThat(Json.write(TestsJson.of(JOB, new TestResults(List.of(), List.of(), List.of()), List.of())))
                .isEqualTo("{\"tests\":0,\"passed\":0,\"failed\":0,\"errors\":0,\"skipped\":0,\"seconds\":0.0,"
                        + "\"failures\":[],\"failures_left_out\":0,\"suites\":[],\"reports\":[]}");
    }

    private static ArtifactView artifact(long id, String name) {
        return new ArtifactView(id, "target/" + name, name, 9, "ab", Instant.EPOCH);
    }
}
