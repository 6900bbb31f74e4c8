// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.artifact.ArtifactPlace;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.artifact.ObjectOffer;
import io.slipway.master.artifact.ReceiveObject;
import io.slipway.master.artifact.ReceiveObject.Place;
import io.slipway.master.query.JobView.ArtifactView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** The artifacts of jobs: taken from runners, given to who may see the job. */
@Stateless
@Interceptors(StoreGuard.class)
public class Artifacts {
    @EJB
    private MasterLifecycle lifecycle;

    /**
     * Where the bytes of an artifact can be had.
     *
     * @param disposition what a browser is told to do with it, when it gets it from the object store
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public ArtifactPlace open(Caller caller, JobId job, long artifact, String disposition) {
        return lifecycle.master().findArtifact().find(caller, job, artifact, disposition);
    }

    /**
     * Makes an address in the object store for an artifact of a runner; empty when the master takes its bytes itself.
     *
     * @param uploadToken of the attempt's work order
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Optional<Place> place(JobId job, String uploadToken, ArtifactUpload upload, ObjectOffer offer) {
        Optional<ReceiveObject> objects = objects(job, uploadToken);
        return objects.flatMap(known -> known.place(job, uploadToken, upload, offer));
    }

    /** Keeps an artifact that a runner has put into the object store; the same twice keeps one. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public ArtifactView keep(JobId job, String uploadToken, UUID place) {
        return objects(job, uploadToken)
                .orElseThrow(() -> new ProblemException(
                        Problem.UPLOAD_ABSENT,
                        "Keeping an artifact of job %s: this master has no object store".formatted(job)))
                .keep(job, uploadToken, place);
    }

    /** What takes objects. A master that has none tells so only to who may upload. */
    private Optional<ReceiveObject> objects(JobId job, String uploadToken) {
        Optional<ReceiveObject> objects = lifecycle.master().receiveObject();
        if (objects.isEmpty()) {
            lifecycle.master().receiveArtifact().admit(job, uploadToken);
        }
        return objects;
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
