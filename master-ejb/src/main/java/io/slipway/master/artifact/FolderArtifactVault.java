// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.artifact.IncomingFile.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Artifacts as files {@code FOLDER/ID/POSITION/NAME}. Bytes come in under {@code FOLDER/.incoming} and are moved in one step, so that
 * no reader ever sees half a file.
 */
public final class FolderArtifactVault implements ArtifactVault {
    private static final Logger LOG = System.getLogger(FolderArtifactVault.class.getName());

    private final Path folder;
    private final Intake intake;

    public FolderArtifactVault(ArtifactSettings settings) {
        this.folder = settings.folder();
        this.intake = new Intake("an artifact", folder.resolve(".incoming"), settings.limit());
    }

    @Override
    public Incoming receive(InputStream bytes) {
        return new FileIncoming(IncomingFile.take(bytes, intake));
    }

    @Override
    public Path file(JobId job, int position, String name) {
        Path ofArtifact = folder.resolve(job.toString()).resolve(Integer.toString(position));
        Path file = ofArtifact.resolve(name).normalize();
        if (!ofArtifact.equals(file.getParent())) {
            throw new IllegalArgumentException("artifact name `%s` leaves its folder".formatted(name));
        }
        return file;
    }

    @Override
    public void remove(JobId job, int position, String name) {
        Path file = file(job, position, name);
        delete(file);
        deleteEmpty(file.getParent());
        deleteEmpty(file.getParent().getParent());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Removing artifact `%s`: %s".formatted(file, e), e);
        }
    }

    private static void deleteEmpty(Path ofArtifacts) {
        try {
            Files.deleteIfExists(ofArtifacts);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Leaving {0}: {1}", ofArtifacts, e);
        }
    }

    /** Bytes in a file that is not an artifact yet. */
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
        public InputStream open() throws IOException {
            return incoming.open();
        }

        @Override
        public void keep(JobId job, int position, String name) {
            incoming.moveTo(file(job, position, name));
        }

        @Override
        public void close() {
            incoming.close();
        }
    }
}
