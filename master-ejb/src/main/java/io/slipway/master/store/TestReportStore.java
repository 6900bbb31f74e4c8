// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import java.util.List;

/** The tables {@code test_report}, {@code test_suite} and {@code test_failure}: what stood in the test reports among artifacts. */
public final class TestReportStore {
    private final Database database;

    public TestReportStore(Database database) {
        this.database = database;
    }

    /** How many failures of an attempt's reports are kept, but for those of one artifact. */
    public int failures(JobId job, int number, long exceptArtifact) {
        return database.first("""
                        select count(*) from test_failure f join test_report r on r.artifact_id = f.artifact_id
                        where r.job_id = ? and r.number = ? and r.artifact_id <> ?
                        """, row -> row.getInt(1), job.value(), number, exceptArtifact)
                .orElse(0);
    }

    /** An artifact is no report, or another one now. */
    public void remove(long artifact) {
        database.change("delete from test_report where artifact_id = ?", artifact);
    }

    /** Stores the report that an artifact is, instead of the one that it was. */
    public void put(JobId job, int number, Report report) {
        remove(report.artifact());
        database.change(
                "insert into test_report (artifact_id, job_id, number, trouble, left_out) values (?, ?, ?, ?, ?)",
                report.artifact(),
                job.value(),
                number,
                report.trouble(),
                report.leftOut());
        database.changeEach(
                """
                insert into test_suite (artifact_id, position, name, tests, failed, errors, skipped, millis)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                report.suites().stream()
                        .map(suite -> new Object[] {
                            report.artifact(),
                            suite.position(),
                            suite.name(),
                            suite.tests(),
                            suite.failed(),
                            suite.errors(),
                            suite.skipped(),
                            suite.millis()
                        })
                        .toList());
        database.changeEach(
                """
                insert into test_failure
                    (artifact_id, position, suite, class_name, name, kind, message, detail, millis)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                report.failures().stream()
                        .map(failure -> new Object[] {
                            report.artifact(),
                            failure.position(),
                            failure.suite(),
                            failure.className(),
                            failure.name(),
                            failure.isError() ? "error" : "failed",
                            failure.message(),
                            failure.detail(),
                            failure.millis()
                        })
                        .toList());
    }

    /** The reports of one attempt at a job, in the order of its artifacts, each with its suites and failures. */
    public List<Report> of(JobId job, int number) {
        return database
                .rows(
                        """
                        select r.artifact_id, r.trouble, r.left_out
                        from test_report r join artifact a on a.id = r.artifact_id
                        where r.job_id = ? and r.number = ? order by a.position
                        """,
                        row -> new Report(
                                row.getLong("artifact_id"),
                                row.getString("trouble"),
                                List.of(),
                                List.of(),
                                row.getInt("left_out")),
                        job.value(),
                        number)
                .stream()
                .map(report -> report.with(suites(report.artifact()), failures(report.artifact())))
                .toList();
    }

    private List<Suite> suites(long artifact) {
        return database.rows(
                """
                select position, name, tests, failed, errors, skipped, millis
                from test_suite where artifact_id = ? order by position
                """,
                row -> new Suite(
                        row.getInt("position"),
                        row.getString("name"),
                        row.getInt("tests"),
                        row.getInt("failed"),
                        row.getInt("errors"),
                        row.getInt("skipped"),
                        row.getLong("millis")),
                artifact);
    }

    private List<Failure> failures(long artifact) {
        return database.rows(
                """
                select position, suite, class_name, name, kind, message, detail, millis
                from test_failure where artifact_id = ? order by position
                """,
                row -> new Failure(
                        row.getInt("position"),
                        row.getInt("suite"),
                        row.getString("class_name"),
                        row.getString("name"),
                        row.getString("kind").equals("error"),
                        row.getString("message"),
                        row.getString("detail"),
                        row.getLong("millis")),
                artifact);
    }

    /**
     * What stood in a report.
     *
     * @param artifact which it is; 0 before that is known
     * @param trouble why it was not read to its end; empty when it was
     * @param leftOut failures that are counted and not kept
     */
    public record Report(long artifact, String trouble, List<Suite> suites, List<Failure> failures, int leftOut) {
        public Report {
            suites = List.copyOf(suites);
            failures = List.copyOf(failures);
        }

        private Report with(List<Suite> itsSuites, List<Failure> itsFailures) {
            return new Report(artifact, trouble, itsSuites, itsFailures, leftOut);
        }

        /** As that of an artifact, with no more than so many failures. */
        public Report of(long id, int most) {
            int kept = Math.max(0, Math.min(most, failures.size()));
            return new Report(id, trouble, suites, failures.subList(0, kept), leftOut + failures.size() - kept);
        }
    }

    /**
     * Tests that belong together.
     *
     * @param position in the report
     * @param tests all of them
     * @param failed those that found something else than they expect
     * @param errors those that broke
     */
    public record Suite(int position, String name, int tests, int failed, int errors, int skipped, long millis) {}

    /**
     * A test that did not succeed.
     *
     * @param position among the report's failures
     * @param suite position of its suite
     * @param className empty when the report has none
     * @param isError whether it broke
     * @param message in one line or a few; empty when the report has none
     * @param detail such as the place in the program; empty when the report has none
     */
    public record Failure(
            int position,
            int suite,
            String className,
            String name,
            boolean isError,
            String message,
            String detail,
            long millis) {

        /** The same at another place among the report's failures. */
        public Failure at(int place) {
            return new Failure(place, suite, className, name, isError, message, detail, millis);
        }
    }
}
