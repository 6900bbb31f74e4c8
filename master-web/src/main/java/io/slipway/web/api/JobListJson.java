// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.log.LogName;
import io.slipway.master.query.JobPage;
import io.slipway.master.query.JobSummary;
import java.time.Instant;
import java.util.List;

/**
 * One page of a list of jobs, newest first.
 *
 * @param next what to give as {@code start} for the next page; null on the last
 * @param total how many jobs the whole list has
 */
record JobListJson(String next, List<Entry> results, long total, int resultsPerPage) {
    static JobListJson of(JobPage page, Whole whole) {
        return new JobListJson(
                page.next() == 0 ? null : Long.toString(page.next()),
                page.jobs().stream().map(job -> Entry.of(job, whole)).toList(),
                page.total(),
                JobPage.SIZE);
    }

    /** A job in short. */
    record Entry(
            long id,
            String status,
            String visibility,
            String note,
            String tags,
            List<String> tagList,
            String image,
            JobJson.Owner owner,
            String runner,
            String url,
            String setupLog,
            List<JobJson.Task> tasks,
            Instant created,
            Instant updated) {
        static Entry of(JobSummary job, Whole whole) {
            boolean begun = job.runner() != null && !job.runner().isEmpty();
            return new Entry(
                    job.id().value(),
                    job.status().word(),
                    job.visibility().word(),
                    job.note(),
                    String.join("/", job.tags()),
                    job.tags(),
                    job.image(),
                    JobJson.Owner.of(job.owner()),
                    begun ? job.runner() : null,
                    Links.page(job.owner(), job.id()),
                    begun ? whole.of(Links.log(job.id(), LogName.SETUP)) : null,
                    job.tasks().stream()
                            .map(task -> JobJson.Task.of(job.id(), task, begun, whole))
                            .toList(),
                    job.created(),
                    job.updated());
        }
    }
}
