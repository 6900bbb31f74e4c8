// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import static java.util.Objects.requireNonNull;

import io.slipway.job.JobStatus;
import java.util.List;
import java.util.Set;

/**
 * Which jobs a list has: those for which everything holds.
 *
 * @param owner id of the user; 0 for everybody's jobs
 * @param publicOnly leaves out what is unlisted or private
 * @param tags those whose tags begin with these, whatever the case of the letters; empty for all
 * @param statuses empty for all
 */
public record JobFilter(
        long owner, boolean publicOnly, List<String> tags, Set<JobStatus> statuses, List<Match> matches) {
    public JobFilter {
        tags = List.copyOf(tags);
        statuses = Set.copyOf(statuses);
        matches = List.copyOf(matches);
    }

    /**
     * A column that has a text in it, whatever the case of the letters.
     *
     * @param negated whether it must not
     */
    public record Match(Column column, String text, boolean negated) {
        public Match {
            requireNonNull(column, "column");
            requireNonNull(text, "text");
        }
    }

    /** What a match looks into. */
    public enum Column {
        /** The note. */
        NOTE,
        /** The name of the image. */
        IMAGE,
        /** The tags, joined by slashes. */
        TAGS,
        /** The status, which is the text and not only has it. */
        STATUS
    }
}
