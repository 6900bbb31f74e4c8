// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import java.util.Comparator;
import java.util.List;

/**
 * One page of the artifacts of a job, newest first.
 *
 * @param next what to give as {@code start} for the next page; null on the last
 * @param total how many artifacts the job has
 */
record ArtifactListJson(String next, List<JobJson.Artifact> results, long total, int resultsPerPage) {
    private static final int SIZE = 50;

    /** @param start the greatest id to list; 0 for the newest */
    static ArtifactListJson of(List<JobJson.Artifact> all, long start) {
        List<JobJson.Artifact> from = all.stream()
                .filter(artifact -> start == 0 || artifact.id() <= start)
                .sorted(Comparator.comparingLong(JobJson.Artifact::id).reversed())
                .toList();
        return new ArtifactListJson(
                from.size() > SIZE ? Long.toString(from.get(SIZE).id()) : null,
                from.subList(0, Math.min(SIZE, from.size())),
                all.size(),
                SIZE);
    }
}
