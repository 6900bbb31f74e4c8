// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code artifacts} and {@code reports}: lists of paths and patterns of the guest. What a pattern finds, and whether a path is there, only
 * the guest knows.
 */
final class ArtifactReader {
    private final List<String> entries = new ArrayList<>();
    private final Map<String, Value> first = new HashMap<>();

    private ArtifactReader() {}

    /** @param most how many entries are allowed */
    static List<String> read(Value value, int most) {
        ArtifactReader reader = new ArtifactReader();
        List<Value> items = value.items("a list of unique file paths").orElse(List.of());
        if (items.size() > most) {
            items.get(most)
                    .error(
                            Problem.ARTIFACTS_TOO_MANY,
                            "%s names %d paths; at most %d are allowed"
                                    .formatted(value.shownPath(), items.size(), most));
        }
        for (Value item : items) {
            item.line().ifPresent(entry -> reader.add(item, entry));
        }
        return reader.entries;
    }

    private void add(Value item, String entry) {
        String name = PathText.lastElement(entry);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            item.illegal("Artifact %s names no file; a path or a pattern of the guest is allowed"
                    .formatted(Shown.value(entry)));
            return;
        }
        if (entry.startsWith("~/")) {
            item.illegal("Artifact %s: paths begin at the home folder; write %s"
                    .formatted(Shown.value(entry), Shown.value(entry.substring("~/".length()))));
            return;
        }
        Value before = first.putIfAbsent(entry, item);
        if (before != null) {
            item.error(
                    Problem.ARTIFACT_DUPLICATE,
                    "Duplicate artifact %s; %s is the same".formatted(Shown.value(entry), before.shownPath()));
            return;
        }
        entries.add(entry);
    }
}
