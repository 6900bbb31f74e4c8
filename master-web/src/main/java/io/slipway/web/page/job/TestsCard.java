// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.master.ejb.Jobs;
import io.slipway.master.testreport.TestResults;
import io.slipway.master.testreport.TestResults.SuiteView;
import io.slipway.web.api.Numbers;
import io.slipway.web.page.frame.Frame;
import io.slipway.web.route.Routes;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.omnifaces.util.Faces;

/** The test results on the page of a job. */
@Named
@RequestScoped
public class TestsCard implements Serializable {
    @EJB
    private transient Jobs jobs;

    private transient TestResults results;

    /** None for a job without test reports. */
    public TestResults getResults() {
        if (results == null) {
            String job = String.valueOf(Faces.getRequest().getAttribute(Routes.JOB));
            results = jobs.tests(Frame.caller(), Numbers.job(job));
        }
        return results;
    }

    /** A word that the page has a colour for. */
    public String getStatus() {
        return getResults().failed() + getResults().errors() > 0 ? "failed" : "success";
    }

    public String getCounts() {
        TestResults found = getResults();
        return TestCounts.of(found.tests(), found.failed(), found.errors(), found.skipped(), found.millis());
    }

    /** Those of one suite. */
    public String counts(SuiteView suite) {
        return TestCounts.of(suite.tests(), suite.failed(), suite.errors(), suite.skipped(), suite.millis());
    }

    /** What is to be said of reports that were not read to their end. */
    public List<String> getTroubles() {
        return getResults().reports().stream()
                .filter(report -> !report.trouble().isEmpty())
                .map(report -> "A test report was not read to its end: %s.".formatted(report.trouble()))
                .toList();
    }
}
