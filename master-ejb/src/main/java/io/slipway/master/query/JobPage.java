// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.query;

import java.util.List;

/**
 * One page of a list of jobs, newest first.
 *
 * @param next id to start the next page at; 0 when this is the last
 * @param total how many jobs the whole list has
 */
public record JobPage(List<JobSummary> jobs, long next, long total) {
    /** Jobs on a page of the API. */
    public static final int SIZE = 50;

    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
