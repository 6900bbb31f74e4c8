// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.runner.guest.GuestPath;
import io.slipway.runner.guest.Matches;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds among the files of a fake guest what a pattern would find. Its folders are those that files stand in. */
final class FakeFind {
    private FakeFind() {}

    static Matches in(Map<String, byte[]> files, String entry, int most) {
        TreeSet<String> folders =
                files.keySet().stream().flatMap(FakeFind::above).collect(Collectors.toCollection(TreeSet::new));
        String name = entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry;
        if (files.containsKey(name)) {
            return new Matches(true, Stream.of(file(files, name)).toList(), 1, 0, 0);
        }
        if (folders.contains(name)) {
            return new Matches(true, Stream.of(new GuestPath(name, true, 0)).toList(), 0, 1, 0);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        TreeSet<String> found = new TreeSet<>(files.keySet());
        found.removeIf(path -> !matcher.matches(Path.of(path)));
        folders.removeIf(path -> !matcher.matches(Path.of(path)));
        Stream<GuestPath> kept = entry.endsWith("/")
                ? folders.stream().map(path -> new GuestPath(path, true, 0))
                : found.stream().map(path -> file(files, path));
        return new Matches(false, kept.limit(most + 1L).toList(), found.size(), folders.size(), 0);
    }

    private static GuestPath file(Map<String, byte[]> files, String path) {
        return new GuestPath(path, false, files.get(path).length);
    }

    private static Stream<String> above(String path) {
        return Stream.iterate(Path.of(path).getParent(), folder -> folder != null, Path::getParent)
                .map(Path::toString);
    }

    /** What stands for the archive of a folder. */
    static byte[] listing(Map<String, byte[]> files, String folder) {
        return files.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .sorted()
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.UTF_8);
    }
}
