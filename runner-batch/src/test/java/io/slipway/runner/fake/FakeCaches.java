// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.CachedFolders;
import io.slipway.runner.guest.CachedFolders.Packed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Packs files of a fake guest as text, {@code PATH=CONTENT} a line. What begins with another text is broken. */
final class FakeCaches {
    private static final String HEAD = "packed by a fake guest\n";

    private final Map<String, byte[]> files;
    private final Map<CachedFolders, String> unpacked = new HashMap<>();

    FakeCaches(Map<String, byte[]> files) {
        this.files = files;
    }

    Packed pack(CachedFolders cache, long limit, Path to) throws IOException {
        String text = text(cache);
        if (text.equals(HEAD)) {
            return Packed.NOTHING_THERE;
        }
        if (text.equals(unpacked.get(cache))) {
            return Packed.UNCHANGED;
        }
        if (text.length() > limit) {
            throw new ProblemException(Problem.CACHE_TOO_LARGE, "it has more than %d bytes".formatted(limit));
        }
        Files.writeString(to, text);
        return Packed.WHOLE;
    }

    private String text(CachedFolders cache) {
        StringBuilder text = new StringBuilder(HEAD);
        new TreeMap<>(files)
                .forEach((path, content) -> cache.paths().stream()
                        .filter(kept -> path.equals(kept) || path.startsWith(kept + "/"))
                        .findFirst()
                        .ifPresent(kept ->
                                text.append("%s=%s\n".formatted(path, new String(content, StandardCharsets.UTF_8)))));
        return text.toString();
    }

    void unpack(CachedFolders cache, Path archive) throws IOException {
        String text = Files.readString(archive);
        if (!text.startsWith(HEAD)) {
            throw new ProblemException(
                    Problem.CACHE_FAILED, "Unpacking cache `%s` ended with exit code 2".formatted(cache.name()));
        }
        text.substring(HEAD.length()).lines().forEach(line -> {
            String[] file = line.split("=", 2);
            files.put(file[0], file[1].getBytes(StandardCharsets.UTF_8));
        });
        unpacked.put(cache, text(cache));
    }
}
