// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.cache.CacheName;
import io.slipway.error.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code caches}: names, each with the folders below the home folder that are kept under it. */
final class CacheReader {
    private static final int MOST_CACHES = 8;
    private static final int MOST_PATHS = 16;

    private CacheReader() {}

    static Map<CacheName, List<String>> read(Value value) {
        Map<CacheName, List<String>> caches = new LinkedHashMap<>();
        value.entries("a mapping of names to lists of paths").ifPresent(entries -> {
            if (entries.all().size() > MOST_CACHES) {
                value.illegal("`caches` has %d caches; at most %d are allowed"
                        .formatted(entries.all().size(), MOST_CACHES));
            }
            for (Entries.Entry entry : entries.all()) {
                List<String> paths = paths(entry.value());
                if (isNameLegal(entry)) {
                    caches.put(new CacheName(entry.name()), paths);
                }
            }
        });
        return caches;
    }

    private static boolean isNameLegal(Entries.Entry entry) {
        boolean legal = CacheName.isLegal(entry.name());
        if (!legal) {
            entry.errorAtKey(
                    Problem.VALUE_ILLEGAL,
                    "Cache name %s is invalid; %s".formatted(Shown.value(entry.name()), CacheName.ALLOWED));
        }
        return legal;
    }

    private static List<String> paths(Value value) {
        List<Value> items = value.items("a list of paths").orElse(List.of());
        if (value.isList() && items.isEmpty() || items.size() > MOST_PATHS) {
            value.illegal(
                    "%s has %d paths; 1 to %d are allowed".formatted(value.shownPath(), items.size(), MOST_PATHS));
        }
        return items.stream()
                .flatMap(item -> item.line().filter(path -> isPathLegal(item, path)).stream())
                .toList();
    }

    private static boolean isPathLegal(Value item, String path) {
        if (path.startsWith("~/")) {
            item.illegal("Path %s of a cache: paths begin at the home folder; write %s"
                    .formatted(Shown.value(path), Shown.value(path.substring("~/".length()))));
            return false;
        }
        boolean leaves = path.startsWith("/")
                || path.startsWith("~")
                || Arrays.stream(path.split("/", -1)).anyMatch(part -> part.equals(".") || part.equals(".."))
                || PathText.lastElement(path).isEmpty();
        if (leaves) {
            item.illegal(
                    "Path %s of a cache is not below the home folder; one that is, without `.` and `..`, is allowed"
                            .formatted(Shown.value(path)));
        }
        return !leaves;
    }
}
