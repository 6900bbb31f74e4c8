// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import java.util.List;

/**
 * One page of a list of jobs, newest first.
 *
 * @param next id to start the next page at; 0 when this is the last
 */
public record JobEntries(List<JobEntry> jobs, long next) {
    public JobEntries {
        jobs = List.copyOf(jobs);
    }
}
