// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.ArtifactStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives artifacts to who may see their job. */
public final class FindArtifact {
    private final JobQuery query;
    private final ArtifactStore artifacts;
    private final ArtifactVault vault;

    public FindArtifact(JobQuery query, ArtifactStore artifacts, ArtifactVault vault) {
        this.query = query;
        this.artifacts = artifacts;
        this.vault = vault;
    }

    /** The file of an artifact; throws ARTIFACT_UNKNOWN. */
    public Path find(Caller caller, JobId job, long artifact) {
        query.seen(caller, job);
        return artifacts
                .find(job, artifact)
                .map(row -> vault.file(job, row.position(), row.name()))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new ProblemException(
                        Problem.ARTIFACT_UNKNOWN,
                        "Looking for artifact %d of job %s: there is none, or it was pruned".formatted(artifact, job)));
    }
}
