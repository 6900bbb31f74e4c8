// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The test results of a job.
 *
 * @param reports the artifacts that they were read from, in their order
 * @param suites those in which something failed come first
 * @param failures as many as are kept
 */
public record TestResults(List<ReportView> reports, List<SuiteView> suites, List<FailureView> failures) {
    public TestResults {
        reports = List.copyOf(reports);
        suites = List.copyOf(suites);
        failures = List.copyOf(failures);
    }

    public int tests() {
        return (int) sum(SuiteView::tests);
    }

    public int failed() {
        return (int) sum(SuiteView::failed);
    }

    public int errors() {
        return (int) sum(SuiteView::errors);
    }

    public int skipped() {
        return (int) sum(SuiteView::skipped);
    }

    public int passed() {
        return tests() - failed() - errors() - skipped();
    }

    public long millis() {
        return sum(SuiteView::millis);
    }

    /** Failures that are counted and not kept. */
    public int leftOut() {
        return failed() + errors() - failures.size();
    }

    private long sum(ToLongFunction<SuiteView> count) {
        return suites.stream().mapToLong(count).sum();
    }

    /**
     * A report.
     *
     * @param artifact which it is
     * @param trouble why it was not read to its end; empty when it was
     */
    public record ReportView(long artifact, String trouble) {}

    /**
     * Tests that belong together.
     *
     * @param artifact the report that they stand in
     * @param tests all of them
     * @param failed those that found something else than they expect
     * @param errors those that broke
     */
    public record SuiteView(long artifact, String name, int tests, int failed, int errors, int skipped, long millis) {
        /** Whether nothing of it failed. */
        public boolean isWhole() {
            return failed == 0 && errors == 0;
        }
    }

    /**
     * A test that did not succeed.
     *
     * @param className empty when the report has none
     * @param isError whether it broke, and did not find something else than it expects
     * @param message empty when the report has none
     * @param detail such as the place in the program; empty when the report has none
     */
    public record FailureView(
            String suite, String className, String name, boolean isError, String message, String detail, long millis) {}
}
