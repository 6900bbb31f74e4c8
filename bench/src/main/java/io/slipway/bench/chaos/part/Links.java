// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.part;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * All connections between the parts of a stack; cut by the part that is to be alone. A connection that is cut at both ends is mended when
 * both are. Safe for many threads.
 */
public final class Links implements AutoCloseable {
    private final Map<Link, Forwarder> forwarders = new LinkedHashMap<>();
    private final Set<String> alone = new HashSet<>();

    /**
     * @param runners their names
     * @param ports the number of a port by its name
     */
    public Links(List<String> runners, ToIntFunction<String> ports) {
        for (Link link : Link.all(runners)) {
            forwarders.put(link, new Forwarder(ports.applyAsInt(link.name()), ports.applyAsInt(link.target())));
        }
    }

    /** Cuts a part off from all others. */
    public synchronized void cut(String part) {
        alone.add(part);
        forwarders.forEach((link, forwarder) -> {
            if (link.ends().contains(part)) {
                forwarder.cut();
            }
        });
    }

    /** Mends what {@link #cut} has cut. */
    public synchronized void mend(String part) {
        alone.remove(part);
        forwarders.forEach((link, forwarder) -> {
            if (link.ends().contains(part) && link.ends().stream().noneMatch(alone::contains)) {
                forwarder.mend();
            }
        });
    }

    @Override
    public void close() {
        forwarders.values().forEach(Forwarder::close);
    }
}
