// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.query.JobView.ArtifactView;
import jakarta.ejb.Stateless;
import java.io.InputStream;
import java.nio.file.Path;

/** The artifacts of jobs: taken from runners, given to who may see the job. */
@Stateless
public class Artifacts {

    /** The file of an artifact, readable until the artifact is pruned. */
    public Path open(Caller caller, JobId job, long artifact) {
        throw new UnsupportedOperationException();
    }

    /**
     * Keeps an artifact that a runner uploads; the same upload twice keeps one.
     *
     * @param uploadToken of the attempt's work order
     * @param index which artifact of the manifest, from 0
     * @param name file name
     */
    public ArtifactView receive(JobId job, String uploadToken, int index, String name, InputStream bytes) {
        throw new UnsupportedOperationException();
    }
}
