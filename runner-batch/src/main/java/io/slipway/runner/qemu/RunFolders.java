// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The run folders of guests: one for each, made before it starts and removed after it ended. */
final class RunFolders {
    private static final System.Logger LOG = System.getLogger(RunFolders.class.getName());

    private static final String CLAIM = "attempt";

    private RunFolders() {}

    static List<Path> list(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Listing run folders in {0}: {1}", parent, e.getMessage());
            return List.of();
        }
    }

    /** Of an attempt's own guest; one that was ready before has its folder elsewhere. */
    static Path of(Path parent, AttemptRef attempt) {
        return parent.resolve(attempt.job() + "-" + attempt.epoch());
    }

    /** Says in a folder whose guest it has from now on. */
    static void claim(Path folder, AttemptRef attempt) {
        try {
            Files.writeString(folder.resolve(CLAIM), attempt.toString());
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Claiming run folder `%s`: %s".formatted(folder, e), e);
        }
    }

    /** The folder that an earlier process left of the guest of an attempt. */
    static Optional<Path> find(Path parent, AttemptRef attempt) {
        return list(parent).stream()
                .filter(folder -> folder.equals(of(parent, attempt)) || isClaimed(folder, attempt))
                .findFirst();
    }

    private static boolean isClaimed(Path folder, AttemptRef attempt) {
        try {
            return Files.readString(folder.resolve(CLAIM)).equals(attempt.toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** To the same disk. */
    static void move(Path folder, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.setPosixFilePermissions(to.getParent(), PosixFilePermissions.fromString("rwx------"));
            Files.move(folder, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(folder);
            throw new ProblemException(Problem.DISK_REFUSED, "Keeping `%s` as `%s`: %s".formatted(folder, to, e), e);
        }
    }

    static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Removing run folder {0}: {1}", folder, e.getMessage());
        }
    }
}
