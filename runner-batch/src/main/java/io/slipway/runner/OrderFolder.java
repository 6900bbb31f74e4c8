// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.message.MessageCodec;
import io.slipway.message.RunnerMessage;
import io.slipway.message.WorkOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The orders that this runner holds, one file each, which nobody else may read, and without the secrets and the job's token, of which nothing
 * is needed after a restart of the runner: the job's next attempt brings them again. Made before the message is acknowledged, removed when
 * nothing of its attempt is left but what is kept. What is found at start was cut off by the end of an earlier process, or its guest stood
 * by then.
 */
final class OrderFolder {
    private static final System.Logger LOG = System.getLogger(OrderFolder.class.getName());
    private static final String PART = ".part";

    private final MessageCodec<RunnerMessage> codec = MessageCodec.runnerMessages();
    private final Path folder;

    OrderFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw refused("Making", folder, e);
        }
    }

    /**
     * An attempt that an earlier process held.
     *
     * @param order empty when its file cannot be read
     */
    record CutOff(AttemptRef attempt, Optional<WorkOrder> order) {}

    void record(WorkOrder order) {
        Path file = file(order.attempt());
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, codec.encode(order.withoutSecrets()));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
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

    List<CutOff> all() {
        List<CutOff> attempts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(PART)) {
                    Files.delete(file);
                } else {
                    AttemptRef.ofKey(file.getFileName().toString())
                            .ifPresent(attempt -> attempts.add(new CutOff(attempt, read(file))));
                }
            }
        } catch (IOException e) {
            throw refused("Listing", folder, e);
        }
        return attempts;
    }

    private Optional<WorkOrder> read(Path file) {
        try {
            return Optional.of((WorkOrder) codec.decode(Files.readString(file)));
        } catch (IOException | ProblemException | ClassCastException e) {
            LOG.log(System.Logger.Level.WARNING, "Order {0}: cannot be read: {1}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private Path file(AttemptRef attempt) {
        return folder.resolve(attempt.key());
    }

    private static ProblemException refused(String doing, Path path, Exception cause) {
        return new ProblemException(Problem.DISK_REFUSED, "%s `%s`: %s".formatted(doing, path, cause), cause);
    }
}
