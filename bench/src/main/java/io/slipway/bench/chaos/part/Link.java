// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.part;

import io.slipway.bench.chaos.plan.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that can be cut.
 *
 * @param name of the port that it is reached by
 * @param target name of the port that it leads to
 * @param ends the two parts, as {@link Part} or the name of a runner
 */
record Link(String name, String target, List<String> ends) {
    Link {
        ends = List.copyOf(ends);
    }

    /** Every connection of a stack. Artifacts go from all runners to the master by one. */
    static List<Link> all(List<String> runners) {
        List<Link> links = new ArrayList<>();
        links.add(new Link("master-redis", "redis", List.of(Part.MASTER.word(), Part.REDIS.word())));
        links.add(new Link("master-postgresql", "postgresql", List.of(Part.MASTER.word(), Part.POSTGRESQL.word())));
        links.add(new Link("uploads", "http", List.of(Part.MASTER.word())));
        for (String runner : runners) {
            links.add(new Link(runner + "-redis", "redis", List.of(runner, Part.REDIS.word())));
        }
        return links;
    }
}
