// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.jobs;

import io.slipway.master.ejb.Jobs;
import io.slipway.master.query.JobPage;
import io.slipway.master.query.JobSummary;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.omnifaces.util.Faces;

/** Lists jobs, newest first: one's own, or everybody's for an administrator. */
@Named
@ViewScoped
public class JobsPage implements Serializable {
    private static final int SIZE = 25;

    @EJB
    private transient Jobs jobs;

    private final long start = number(Faces.getRequestParameter("start"));
    private final boolean everybody = "true".equals(Faces.getRequestParameter("everybody"));
    private transient JobPage page;

    public List<JobSummary> getJobs() {
        return page().jobs();
    }

    public long getTotal() {
        return page().total();
    }

    /** 0 on the last page. */
    public long getNext() {
        return page().next();
    }

    public long getStart() {
        return start;
    }

    public boolean isEverybody() {
        return everybody && Frame.caller().administrator();
    }

    /** Reads the list again. */
    public void refresh() {
        page = null;
    }

    private JobPage page() {
        if (page == null) {
            page = jobs.list(Frame.caller(), start, SIZE, isEverybody());
        }
        return page;
    }

    /** What is no number means the first page. */
    private static long number(String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
