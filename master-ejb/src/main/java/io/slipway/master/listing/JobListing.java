// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.listing;

import static java.util.Objects.requireNonNull;

import io.slipway.job.JobStatus;
import io.slipway.master.search.Search;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which jobs somebody asks for.
 *
 * @param owner name of the user, without tilde; empty for everybody's
 * @param tags from the widest on; empty for all
 */
public record JobListing(String owner, List<String> tags, Search search, Part part) {
    public JobListing {
        requireNonNull(owner, "owner");
        requireNonNull(search, "search");
        requireNonNull(part, "part");
        tags = List.copyOf(tags);
    }

    /** All jobs of a user that the caller may list. */
    public static JobListing of(String owner) {
        return new JobListing(owner, List.of(), Search.ALL, Part.ALL);
    }

    /** Which of them, by where they stand. */
    public enum Part {
        /** All. */
        ALL,
        /** Those that have not ended. */
        UNFINISHED,
        /** Those that have ended. */
        FINISHED;

        /** Empty for all. */
        Set<JobStatus> statuses() {
            return this == ALL
                    ? Set.of()
                    : EnumSet.allOf(JobStatus.class).stream()
                            .filter(status -> status.isTerminal() == (this == FINISHED))
                            .collect(Collectors.toSet());
        }
    }
}
