// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which attempts this runner holds, one empty file each: made before the message is acknowledged, removed after the end was
 * reported. What is found at start was cut off by the end of an earlier process.
 */
final class OrderFolder {
    private final Path folder;

    OrderFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw refused("Making", folder, e);
        }
    }

    void record(AttemptRef attempt) {
        Path file = file(attempt);
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw refused("Recording", file, e);
        }
    }

    void remove(AttemptRef attempt) {
        try {
            Files.deleteIfExists(file(attempt));
        } catch (IOException e) {
            throw refused("Removing", file(attempt), e);
        }
    }

    List<AttemptRef> all() {
        List<AttemptRef> attempts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString().split("-"))
                    .filter(parts -> parts.length == 3)
                    .map(parts -> new AttemptRef(
                            new JobId(Long.parseLong(parts[0])), Integer.parseInt(parts[1]), Long.parseLong(parts[2])))
                    .forEach(attempts::add);
        } catch (IOException | IllegalArgumentException e) {
            throw refused("Listing", folder, e);
        }
        return attempts;
    }

    private Path file(AttemptRef attempt) {
        return folder.resolve("%s-%d-%d".formatted(attempt.job(), attempt.number(), attempt.epoch()));
    }

    private static ProblemException refused(String doing, Path path, Exception cause) {
        return new ProblemException(Problem.DISK_REFUSED, "%s `%s`: %s".formatted(doing, path, cause), cause);
    }
}
