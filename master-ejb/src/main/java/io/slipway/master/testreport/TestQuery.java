// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.TestReportStore;
import io.slipway.master.store.TestReportStore.Failure;
import io.slipway.master.store.TestReportStore.Report;
import io.slipway.master.store.TestReportStore.Suite;
import io.slipway.master.testreport.TestResults.FailureView;
import io.slipway.master.testreport.TestResults.ReportView;
import io.slipway.master.testreport.TestResults.SuiteView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The test results of a job's newest attempt, for who may see the job. */
public final class TestQuery {
    private final JobQuery jobs;
    private final TestReportStore reports;

    public TestQuery(JobQuery jobs, TestReportStore reports) {
        this.jobs = jobs;
        this.reports = reports;
    }

    public TestResults find(Caller caller, JobId job) {
        int attempt = jobs.seen(caller, job).attempt();
        List<ReportView> read = new ArrayList<>();
        List<SuiteView> suites = new ArrayList<>();
        List<FailureView> failures = new ArrayList<>();
        for (Report report : reports.of(job, attempt)) {
            read.add(new ReportView(report.artifact(), report.trouble()));
            Map<Integer, String> names = new HashMap<>();
            for (Suite suite : report.suites()) {
                names.put(suite.position(), suite.name());
                suites.add(view(suite, report.artifact()));
            }
            report.failures().forEach(failure -> failures.add(view(failure, names.get(failure.suite()))));
        }
        suites.sort(Comparator.comparing(SuiteView::isWhole));
        return new TestResults(read, suites, failures);
    }

    private static SuiteView view(Suite suite, long artifact) {
        return new SuiteView(
                artifact, suite.name(), suite.tests(), suite.failed(), suite.errors(), suite.skipped(), suite.millis());
    }

    private static FailureView view(Failure failure, String suite) {
        return new FailureView(
                suite,
                failure.className(),
                failure.name(),
                failure.isError(),
                failure.message(),
                failure.detail(),
                failure.millis());
    }
}
