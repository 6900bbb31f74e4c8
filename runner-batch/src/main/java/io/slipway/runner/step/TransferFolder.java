// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Where artifacts and caches lie on their way between guest and master. Nobody else may read it, and what a process that was killed has left in it
 * is removed when the next one begins.
 */
public final class TransferFolder {
    private final Path folder;

    /** Makes the folder, or empties it. @param folder of the runner's own */
    public TransferFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            try (Stream<Path> left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Emptying `%s`: %s".formatted(folder, e), e);
        }
    }

    /** A new file without a byte; who asks for it removes it. @param what is to lie in it */
    Path file(String what) throws IOException {
        return Files.createTempFile(folder, what, null);
    }
}
