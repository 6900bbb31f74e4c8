// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.JobId;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.testreport.TestResults;
import io.slipway.master.testreport.TestResults.FailureView;
import io.slipway.master.testreport.TestResults.SuiteView;
import java.util.List;

/**
 * The test results of a job.
 *
 * @param tests all of them; each is one of passed, failed, errors, skipped
 * @param failures as many as are kept
 * @param failuresLeftOut as many as are counted and not kept
 */
record TestsJson(
        int tests,
        int passed,
        int failed,
        int errors,
        int skipped,
        double seconds,
        List<Failure> failures,
        int failuresLeftOut,
        List<Suite> suites,
        List<Report> reports) {
    private static final double MILLIS = 1000;

    static TestsJson of(JobId job, TestResults results, List<ArtifactView> artifacts) {
        return new TestsJson(
                results.tests(),
                results.passed(),
                results.failed(),
                results.errors(),
                results.skipped(),
                results.millis() / MILLIS,
                results.failures().stream().map(Failure::of).toList(),
                results.leftOut(),
                results.suites().stream().map(Suite::of).toList(),
                results.reports().stream()
                        .flatMap(report -> artifacts.stream()
                                .filter(artifact -> artifact.id() == report.artifact())
                                .map(artifact -> new Report(
                                        artifact.id(),
                                        artifact.path(),
                                        Links.artifact(job, artifact),
                                        report.trouble().isEmpty() ? null : report.trouble())))
                        .toList());
    }

    /**
     * A test that did not succeed.
     *
     * @param kind {@code failed} or {@code error}
     */
    record Failure(
            String suite, String className, String name, String kind, String message, String detail, double seconds) {
        static Failure of(FailureView failure) {
            return new Failure(
                    failure.suite(),
                    failure.className(),
                    failure.name(),
                    failure.isError() ? "error" : "failed",
                    failure.message(),
                    failure.detail(),
                    failure.millis() / MILLIS);
        }
    }

    /**
     * Tests that belong together.
     *
     * @param artifact number of the report that they stand in
     */
    record Suite(long artifact, String name, int tests, int failed, int errors, int skipped, double seconds) {
        static Suite of(SuiteView suite) {
            return new Suite(
                    suite.artifact(),
                    suite.name(),
                    suite.tests(),
                    suite.failed(),
                    suite.errors(),
                    suite.skipped(),
                    suite.millis() / MILLIS);
        }
    }

    /**
     * An artifact that is a test report.
     *
     * @param trouble why it was not read to its end; null when it was
     */
    record Report(long artifact, String path, String url, String trouble) {}
}
