// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.job.AttemptRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The run folder of a fake guest, as a machine has one: made when it boots, removed when it is thrown away. Its newest checkpoint lies in
 * it, so that a runner which was killed finds that when it comes back.
 *
 * @param path {@code RUNS/JOB-EPOCH}
 */
record FakeRunFolder(Path path) {
    private static final String CHECKPOINT = "checkpoint-";

    static FakeRunFolder of(Path runs, AttemptRef attempt) {
        return new FakeRunFolder(runs.resolve(attempt.job() + "-" + attempt.epoch()));
    }

    /** Those of every guest that was not thrown away. */
    static List<FakeRunFolder> all(Path runs) {
        return below(runs).stream().map(FakeRunFolder::new).toList();
    }

    void make() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the files of the guest in place of those of its last checkpoint. */
    void write(int number, Map<String, byte[]> files) {
        List<Path> before = below(path);
        Path part = path.resolve(CHECKPOINT + number + ".part");
        try {
            Files.createDirectories(part);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path to = part.resolve(file.getKey());
                Files.createDirectories(to.getParent());
                Files.write(to, file.getValue());
            }
            Files.move(part, path.resolve(CHECKPOINT + number), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        before.forEach(FakeRunFolder::remove);
    }

    /** Moves the newest checkpoint away. @return its number */
    OptionalInt keep(Path to) {
        OptionalInt newest = below(path).stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> name.matches(CHECKPOINT + "\\d+"))
                .mapToInt(name -> Integer.parseInt(name.substring(CHECKPOINT.length())))
                .max();
        newest.ifPresent(number -> {
            try {
                Files.createDirectories(to.getParent());
                Files.move(path.resolve(CHECKPOINT + number), to, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return newest;
    }

    /** The files of a checkpoint that was kept. */
    static Map<String, byte[]> read(Path kept) {
        try (Stream<Path> walk = Files.walk(kept)) {
            List<Path> paths = walk.filter(Files::isRegularFile).toList();
            Map<String, byte[]> files = new HashMap<>();
            for (Path path : paths) {
                files.put(kept.relativize(path).toString(), Files.readAllBytes(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove() {
        remove(path);
    }

    private static List<Path> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
