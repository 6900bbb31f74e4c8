// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.jobs;

import io.slipway.job.Visibility;
import io.slipway.master.listing.JobLine;
import io.slipway.web.api.Links;
import io.slipway.web.note.Note;
import java.util.List;

/**
 * A job as a list shows it.
 *
 * @param page address of its page
 * @param note its first line, as text
 * @param tags each with the jobs below it
 */
public record Row(JobLine job, String page, String note, List<Crumb> tags) {
    static Row of(JobLine job) {
        return new Row(
                job, Links.page(job.owner(), job.id()), Note.line(job.note()), Crumb.ofTags(job.owner(), job.tags()));
    }

    /** Who does not own it sees public ones alone, of which nothing needs to be said. */
    public boolean hidden() {
        return job.visibility() != Visibility.PUBLIC;
    }
}
