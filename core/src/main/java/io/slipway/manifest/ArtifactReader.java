// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code artifacts}: a list of paths in the guest; people download each under its last element. */
final class ArtifactReader {
    private static final int MOST = 64;

    private final List<String> artifacts = new ArrayList<>();
    private final Map<String, Value> byName = new HashMap<>();

    private ArtifactReader() {}

    static List<String> read(Value value) {
        ArtifactReader reader = new ArtifactReader();
        List<Value> items = value.items("a list of unique file paths").orElse(List.of());
        if (items.size() > MOST) {
            items.get(MOST).illegal("`artifacts` names %d paths; at most %d are allowed".formatted(items.size(), MOST));
        }
        for (Value item : items) {
            item.line().ifPresent(path -> reader.add(item, path));
        }
        return reader.artifacts;
    }

    private void add(Value item, String path) {
        String name = PathText.lastElement(path);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            item.illegal("Artifact %s names no file; a path in the guest is allowed".formatted(Shown.value(path)));
            return;
        }
        Value first = byName.putIfAbsent(name, item);
        if (first != null) {
            item.error(
                    Problem.ARTIFACT_DUPLICATE,
                    "Duplicate artifact %s; %s has the same file name %s"
                            .formatted(Shown.value(path), first.shownPath(), Shown.value(name)));
            return;
        }
        artifacts.add(path);
    }
}
