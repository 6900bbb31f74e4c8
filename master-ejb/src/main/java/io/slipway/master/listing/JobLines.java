// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.listing;

import java.util.List;

/**
 * One page of a list of jobs, newest first.
 *
 * @param next id to start the next page at; 0 when this is the last
 * @param total how many jobs the whole list has
 */
public record JobLines(List<JobLine> lines, long next, long total) {
    public JobLines {
        lines = List.copyOf(lines);
    }
}
