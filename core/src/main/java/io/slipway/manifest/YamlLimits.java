// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;

/**
 * How involved a manifest may be: its depth, its aliases, and how many values it has when every alias is written out.
 *
 * <p>Counted on the events of one document in their order, so that nothing is made of a text that goes over a limit.
 */
final class YamlLimits {
    static final int MOST_DEPTH = 16;
    static final int MOST_ALIASES = 64;

    /** More than a text without aliases can have, which is three for two bytes, as in {@code [?,?,?]}. */
    static final int MOST_VALUES = 25_000;

    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private int aliases;
    private int values;

    /** A collection that has begun; {@code before} values stood before it. */
    private record Open(String anchor, int before) {}

    /** The sentence of the limit that is broken with this event, for behind {@code The manifest}. */
    Optional<String> brokenBy(Event event) {
        if (event instanceof CollectionEndEvent) {
            end();
        } else if (event instanceof AliasEvent alias) {
            aliases++;
            // An alias to a collection that has not ended is a loop, which has no size.
            values += sizes.getOrDefault(alias.getAnchor(), 1);
        } else if (event instanceof NodeEvent node) {
            begin(node);
        }
        return broken();
    }

    private void begin(NodeEvent node) {
        if (node instanceof CollectionStartEvent) {
            open.push(new Open(node.getAnchor(), values));
        } else if (node.getAnchor() != null) {
            sizes.put(node.getAnchor(), 1);
        }
        values++;
    }

    private void end() {
        Open ended = open.pop();
        if (ended.anchor != null) {
            sizes.put(ended.anchor, values - ended.before);
        }
    }

    private Optional<String> broken() {
        if (open.size() > MOST_DEPTH) {
            return Optional.of("nests deeper than %d levels, the most that are allowed".formatted(MOST_DEPTH));
        }
        if (aliases > MOST_ALIASES) {
            return Optional.of("has more than %d aliases, the most that are allowed".formatted(MOST_ALIASES));
        }
        if (values > MOST_VALUES) {
            return Optional.of("has more than %d values when its aliases are written out, the most that are allowed"
                    .formatted(MOST_VALUES));
        }
        return Optional.empty();
    }
}
