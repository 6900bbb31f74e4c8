// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.artifact.ArtifactPlace.InFolder;
import io.slipway.master.artifact.ArtifactPlace.InStore;
import io.slipway.master.object.ObjectStore;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.StoredObject;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Gives artifacts to who may see their job. Makes its own transaction, which is over before the object store is asked. */
public final class FindArtifact {
    private final JobQuery query;
    private final Stores stores;
    private final ArtifactVault vault;
    private final Optional<ObjectStore> objects;
    private final Transaction transaction;

    public FindArtifact(
            JobQuery query,
            Stores stores,
            ArtifactVault vault,
            Optional<ObjectStore> objects,
            Transaction transaction) {
        this.query = query;
        this.stores = stores;
        this.vault = vault;
        this.objects = objects;
        this.transaction = transaction;
    }

    private record Found(ArtifactRow row, StoredObject object) {}

    /**
     * Where an artifact can be had; throws ARTIFACT_UNKNOWN, or OBJECTS_AWAY when nobody can have it now.
     *
     * @param disposition what a browser is told to do with it, when the master does not give it out itself
     */
    public ArtifactPlace find(Caller caller, JobId job, long artifact, String disposition) {
        Found found = transaction.separate(() -> {
            query.seen(caller, job);
            ArtifactRow row = stores.artifacts()
                    .find(job, artifact)
                    .filter(kept -> kept.removed() == null)
                    .orElseThrow(() -> unknown(job, artifact));
            return new Found(
                    row,
                    row.object() == null
                            ? null
                            : stores.objects().find(row.object()).orElseThrow());
        });
        return found.object() == null ? inFolder(found.row()) : inStore(found.row(), found.object(), disposition);
    }

    private ArtifactPlace inFolder(ArtifactRow row) {
        Path file = vault.file(row.job(), row.position(), row.name());
        if (!Files.isRegularFile(file)) {
            throw unknown(row.job(), row.id());
        }
        return new InFolder(file);
    }

    private ArtifactPlace inStore(ArtifactRow row, StoredObject object, String disposition) {
        ObjectStore store = objects.orElseThrow(() -> new ProblemException(
                Problem.OBJECTS_AWAY,
                "Looking for artifact %d of job %s: it is in the object store, of which the settings `artifacts.s3.*` say nothing"
                        .formatted(row.id(), row.job())));
        if (store.size(object).isEmpty()) {
            throw unknown(row.job(), row.id());
        }
        return new InStore(store.getAddress(object, disposition));
    }

    private static ProblemException unknown(JobId job, long artifact) {
        return new ProblemException(
                Problem.ARTIFACT_UNKNOWN,
                "Looking for artifact %d of job %s: there is none, or it was pruned".formatted(artifact, job));
    }
}
