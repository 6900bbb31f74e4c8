// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The entries of a mapping, in their order, each key once; entries that {@code <<} merges in come last. */
final class Entries {
    /** Stands in a path as it is. A longer name is cut, or a thousand findings would repeat it. */
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final Value mapping;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Entries(Value mapping) {
        this.mapping = mapping;
    }

    /** One entry of a mapping. */
    record Entry(String name, Node key, Value value) {
        void errorAtKey(Problem problem, String sentence) {
            value.findings().error(problem, key, value.path(), sentence);
        }
    }

    /** Notes an error for every key that is not text or stands twice. */
    static Entries of(Value mapping, MappingNode node) {
        Entries entries = new Entries(mapping);
        entries.addAll(node);
        entries.merge(node, Collections.newSetFromMap(new IdentityHashMap<>()));
        return entries;
    }

    Collection<Entry> all() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** The entry of a key, whatever its value. */
    Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** The value of a key; empty when it is absent or null. */
    Optional<Value> value(String name) {
        return entry(name).map(Entry::value).filter(value -> !value.isNothing());
    }

    /** The value of a key that is needed; notes an error when it is absent or null. */
    Optional<Value> needed(String name) {
        Optional<Value> value = value(name);
        if (value.isEmpty()) {
            String sentence = "%s needs key `%s`".formatted(mapping.shownPath(), name);
            mapping.findings().error(Problem.KEY_MISSING, mapping.node(), pathOf(name), sentence);
        }
        return value;
    }

    /** Notes a warning for every key that is not one of {@code known}. */
    void warnOfOthers(Set<String> known) {
        for (Entry entry : entries.values()) {
            if (!known.contains(entry.name())) {
                String hint = NearestKey.of(entry.name(), known)
                        .map("; did you mean `%s`?"::formatted)
                        .orElse("");
                mapping.findings()
                        .warning(
                                Problem.KEY_UNKNOWN,
                                entry.key(),
                                entry.value().path(),
                                "Key %s is not known and is ignored%s".formatted(Shown.value(entry.name()), hint));
            }
        }
    }

    private void addAll(MappingNode node) {
        for (NodeTuple tuple : node.getValue()) {
            if (!isMerge(tuple)) {
                add(tuple);
            }
        }
    }

    private void add(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
            mapping.findings()
                    .error(
                            Problem.TYPE_WRONG,
                            key,
                            mapping.path(),
                            "Expected a key of %s to be text; found a list or a mapping"
                                    .formatted(mapping.shownPath()));
            return;
        }
        String name = scalar.getValue();
        Entry first = entries.get(name);
        if (first != null) {
            mapping.findings()
                    .error(
                            Problem.KEY_DUPLICATE,
                            key,
                            pathOf(name),
                            "Key %s stands here a second time; the first is in line %d"
                                    .formatted(
                                            Shown.value(name),
                                            mapping.findings()
                                                    .placeOf(first.key())
                                                    .line()));
            return;
        }
        entries.put(name, new Entry(name, key, new Value(tuple.getValueNode(), pathOf(name), mapping.findings())));
    }

    /** @param seen mappings that were merged already: one may hold itself, and many may hold the same one */
    private void merge(MappingNode node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        for (NodeTuple tuple : node.getValue()) {
            if (isMerge(tuple)) {
                for (Node merged : mergedBy(tuple)) {
                    mergeOne(merged, seen);
                }
            }
        }
    }

    private void mergeOne(Node merged, Set<Node> seen) {
        if (!(merged instanceof MappingNode other)) {
            mapping.findings()
                    .error(
                            Problem.TYPE_WRONG,
                            merged,
                            pathOf("<<"),
                            "Expected `%s` to be a mapping or a list of mappings".formatted(pathOf("<<")));
            return;
        }
        for (NodeTuple tuple : other.getValue()) {
            boolean isNew = tuple.getKeyNode() instanceof ScalarNode key && !entries.containsKey(key.getValue());
            if (isNew && !isMerge(tuple)) {
                add(tuple);
            }
        }
        merge(other, seen);
    }

    private static List<Node> mergedBy(NodeTuple tuple) {
        return tuple.getValueNode() instanceof SequenceNode list
                ? new ArrayList<>(list.getValue())
                : List.of(tuple.getValueNode());
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode().getTag().equals(Tag.MERGE);
    }

    private String pathOf(String name) {
        if (!SIMPLE.matcher(name).matches()) {
            String shown = Shown.value(name);
            return "%s[\"%s\"]".formatted(mapping.path(), shown.substring(1, shown.length() - 1));
        }
        return mapping.path().isEmpty() ? name : mapping.path() + "." + name;
    }
}
