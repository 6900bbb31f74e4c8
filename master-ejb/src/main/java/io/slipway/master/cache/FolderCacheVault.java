// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.cache;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.artifact.IncomingFile;
import io.slipway.master.artifact.IncomingFile.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Caches as files {@code FOLDER/OWNER/NAME}. Bytes come in under {@code FOLDER/.incoming} and are moved in one step. */
public final class FolderCacheVault implements CacheVault {
    private static final Logger LOG = System.getLogger(FolderCacheVault.class.getName());

    private final Path folder;
    private final Intake intake;

    public FolderCacheVault(CacheSettings settings) {
        this.folder = settings.folder();
        this.intake = new Intake("a cache", folder.resolve(".incoming"), settings.quota());
    }

    @Override
    public Incoming receive(InputStream bytes) {
        return new FileIncoming(IncomingFile.take(bytes, intake));
    }

    @Override
    public Path file(long owner, String name) {
        return folder.resolve(Long.toString(owner)).resolve(name);
    }

    @Override
    public void remove(long owner, List<String> names) {
        names.forEach(name -> delete(file(owner, name)));
    }

    @Override
    public void sweep(Instant before, UnaryOperator<Set<String>> known) {
        for (Path owner : in(folder)) {
            Set<Path> old = new HashSet<>(in(owner));
            old.removeIf(file -> isYounger(file, before));
            Set<String> names = new HashSet<>();
            old.forEach(file -> names.add(file.getFileName().toString()));
            Set<String> kept = names.isEmpty() ? names : known.apply(names);
            old.removeIf(file -> kept.contains(file.getFileName().toString()));
            old.forEach(file -> {
                LOG.log(Level.INFO, "Removing {0}: it belongs to no cache", file);
                delete(file);
            });
        }
    }

    private static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Listing caches in `%s`: %s".formatted(folder, e), e);
        }
    }

    /** One that is gone was somebody else's to remove. */
    private static boolean isYounger(Path file, Instant before) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isAfter(before);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Looking at {0}: {1}", file, e);
            return true;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Removing " + file, e);
        }
    }

    /** Bytes in a file that is not a cache yet. */
    private final class FileIncoming implements Incoming {
        private final IncomingFile incoming;

        FileIncoming(IncomingFile incoming) {
            this.incoming = incoming;
        }

        @Override
        public long size() {
            return incoming.size();
        }

        @Override
        public String sha256() {
            return incoming.sha256();
        }

        @Override
        public void keep(long owner, String name) {
            incoming.moveTo(file(owner, name));
        }

        @Override
        public void close() {
            incoming.close();
        }
    }
}
