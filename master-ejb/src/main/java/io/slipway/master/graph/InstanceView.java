// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;

/**
 * What clients are told of this instance, and what they may ask it for.
 *
 * @param origin where people reach it, without slash at the end
 * @param timeLimit how long an attempt may take
 */
public record InstanceView(URI origin, Duration timeLimit, GraphSettings graph) {
    /** As whom people log in by ssh, to the runners and to their guests. */
    public static final String SSH_USER = "builds";

    public InstanceView {
        requireNonNull(origin, "origin");
        requireNonNull(timeLimit, "timeLimit");
        requireNonNull(graph, "graph");
    }
}
