// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code sources}: a list of addresses to clone, no two into one folder. */
final class SourceReader {
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, Value> byDirectory = new HashMap<>();

    private SourceReader() {}

    static List<Source> read(Value value) {
        SourceReader reader = new SourceReader();
        for (Value item : value.items("a list of strings").orElse(List.of())) {
            item.line().ifPresent(text -> reader.add(item, text));
        }
        return reader.sources;
    }

    private void add(Value item, String text) {
        try {
            Source source = SourceSyntax.parse(text);
            Value first = byDirectory.putIfAbsent(source.directory(), item);
            if (first == null) {
                sources.add(source);
            } else {
                item.illegal("Source %s would be cloned into `%s`, where %s is; write `other-name::` before the address"
                        .formatted(Shown.value(text), source.directory(), first.shownPath()));
            }
        } catch (IllegalArgumentException e) {
            item.illegal("Source %s: %s".formatted(Shown.value(text), e.getMessage()));
        }
    }
}
