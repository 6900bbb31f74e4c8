// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code submitter}: for each integration, whether it may submit this manifest, and for which refs. */
final class SubmitterReader {
    private static final Set<String> KEYS = Set.of("enabled", "allow-refs");

    private SubmitterReader() {}

    static Map<String, Submitter> read(Value value) {
        Map<String, Submitter> submitters = new LinkedHashMap<>();
        value.entries("a mapping of integrations such as `git.sr.ht`").ifPresent(entries -> {
            for (Entries.Entry entry : entries.all()) {
                if (!entry.value().isNothing()) {
                    entry.value()
                            .entries("a mapping with `enabled` or `allow-refs`")
                            .ifPresent(limits -> submitters.put(entry.name(), submitter(limits)));
                }
            }
        });
        return submitters;
    }

    private static Submitter submitter(Entries entries) {
        entries.warnOfOthers(KEYS);
        boolean enabled = entries.value("enabled").flatMap(Value::flag).orElse(true);
        List<String> refs =
                entries
                        .value("allow-refs")
                        .flatMap(value -> value.items("a list of strings"))
                        .orElse(List.of())
                        .stream()
                        .flatMap(item -> item.line().stream())
                        .toList();
        return new Submitter(enabled, refs);
    }
}
