// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.admin;

import io.slipway.master.ejb.JobLists;
import io.slipway.master.listing.JobLine;
import io.slipway.master.listing.JobLines;
import io.slipway.master.listing.JobListing;
import io.slipway.master.listing.JobListing.Part;
import io.slipway.master.search.Search;
import io.slipway.web.api.Links;
import io.slipway.web.note.Note;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.omnifaces.util.Faces;

/** Lists everybody's jobs that have not ended, newest first, for administrators. */
@Named
@RequestScoped
public class AdminPage implements Serializable {
    private static final int SIZE = 15;

    @EJB
    private transient JobLists lists;

    private final long start = number(Faces.getRequestParameter("start"));
    private transient JobLines lines;

    /** Answers 403 to who is no administrator. */
    public void open() {
        Frame.requireAdministrator();
    }

    public List<JobLine> getJobs() {
        return lines().lines();
    }

    public long getTotal() {
        return lines().total();
    }

    public long getStart() {
        return start;
    }

    /** Address of the next page; empty on the last. */
    public String getOlder() {
        return lines().next() == 0 ? "" : "/admin?start=" + lines().next();
    }

    public String page(JobLine job) {
        return Links.page(job.owner(), job.id());
    }

    public String note(JobLine job) {
        return Note.line(job.note());
    }

    /** Since when the job stands where it does. */
    public Instant since(JobLine job) {
        return job.started() == null ? job.updated() : job.started();
    }

    /** Reads the list again. */
    public void refresh() {
        lines = null;
    }

    private JobLines lines() {
        if (lines == null) {
            lines = lists.list(Frame.caller(), new JobListing("", List.of(), Search.ALL, Part.UNFINISHED), start, SIZE);
        }
        return lines;
    }

    /** What is no number means the first page. */
    private static long number(String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
