// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.cache.CacheName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * The keys of a legal manifest that the original does not know, as they are meant and as they are written.
 *
 * @param yaml each key ended by {@link WrittenManifest#KEY_END}
 */
record WrittenKept(List<String> reports, Map<CacheName, List<String>> caches, String yaml) {

    static Arbitrary<WrittenKept> any() {
        Arbitrary<List<WrittenScalar>> paths = WrittenScalar.of(Combinators.combine(
                                WrittenScalar.lines(), Arbitraries.integers().between(0, 99))
                        .as("out/%s/%d"::formatted)
                        .filter(path -> !path.contains("/./") && !path.contains("/../")))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements(WrittenScalar::text);
        Arbitrary<String> names =
                Arbitraries.strings().withChars("abcXYZ_019.-").ofMaxLength(63).map(name -> "c" + name);
        return Combinators.combine(
                        paths.optional(), Arbitraries.maps(names, paths).ofMaxSize(3))
                .as((reports, caches) -> of(reports.orElse(List.of()), caches));
    }

    private static WrittenKept of(List<WrittenScalar> reports, Map<String, List<WrittenScalar>> caches) {
        Map<CacheName, List<String>> meant = new LinkedHashMap<>();
        StringBuilder yaml = new StringBuilder();
        if (!reports.isEmpty()) {
            yaml.append("reports: %s\n".formatted(flow(reports))).append(WrittenManifest.KEY_END);
        }
        yaml.append(caches.isEmpty() ? "caches: {}\n" : "caches:\n");
        caches.forEach((name, paths) -> {
            meant.put(new CacheName(name), texts(paths));
            yaml.append("  %s: %s\n".formatted(WrittenScalar.key(name), flow(paths)));
        });
        return new WrittenKept(
                texts(reports), meant, yaml.append(WrittenManifest.KEY_END).toString());
    }

    private static List<String> texts(List<WrittenScalar> scalars) {
        return scalars.stream().map(WrittenScalar::text).toList();
    }

    private static String flow(List<WrittenScalar> scalars) {
        return scalars.stream().map(WrittenScalar::yaml).collect(Collectors.joining(", ", "[", "]"));
    }
}
