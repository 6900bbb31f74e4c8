// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.query.JobView.ArtifactView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.io.InputStream;
import java.nio.file.Path;

/** The artifacts of jobs: taken from runners, given to who may see the job. */
@Stateless
@Interceptors(StoreGuard.class)
public class Artifacts {
    @EJB
    private MasterLifecycle lifecycle;

    /** The file of an artifact, readable until the artifact is pruned. */
    public Path open(Caller caller, JobId job, long artifact) {
        return lifecycle.master().findArtifact().find(caller, job, artifact);
    }

    /**
     * Keeps an artifact that a runner uploads; the same upload twice keeps one.
     *
     * @param uploadToken of the attempt's work order
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public ArtifactView receive(JobId job, String uploadToken, ArtifactUpload upload, InputStream bytes) {
        return lifecycle.master().receiveArtifact().receive(job, uploadToken, upload, bytes);
    }
}
