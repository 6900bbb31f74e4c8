// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.artifact.ArtifactName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.BearerSecret;
import io.slipway.master.access.RefusedCalls;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import java.nio.charset.StandardCharsets;

/** Who may upload what. */
public final class UploadCheck {
    private static final int LONGEST_PATH = 4096;

    private final AttemptStore attempts;
    private final RefusedCalls refused;
    private final int most;

    /** @param most artifacts of one attempt */
    public UploadCheck(AttemptStore attempts, RefusedCalls refused, int most) {
        this.attempts = attempts;
        this.refused = refused;
        this.most = most;
    }

    /** The most artifacts of one attempt. */
    int most() {
        return most;
    }

    /** The live attempt that the token belongs to, in a running transaction; what is wrong with another token is not told. */
    AttemptRow attempt(JobId job, String uploadToken) {
        boolean known = attempts.uploadTokenHash(job)
                .map(hash -> new BearerSecret(uploadToken).hasHash(hash))
                .orElse(false);
        if (!known) {
            throw refused.ofUpload(
                    uploadToken,
                    new ProblemException(
                            Problem.CREDENTIALS_WRONG,
                            "Uploading an artifact of job %s: the token is not that of a live attempt".formatted(job)));
        }
        return attempts.live(job).orElseThrow();
    }

    /** Whether name, path and position are such as may be kept. */
    void legal(JobId job, ArtifactUpload upload) {
        if (upload.position() < 0 || upload.position() >= most) {
            throw illegal("Uploading artifact `%d` of job %s: %d are allowed, counted from 0"
                    .formatted(upload.position(), job, most));
        }
        if (!ArtifactName.isLegal(upload.name())) {
            throw illegal(
                    "Uploading an artifact named `%s`: a file name without `/`, `\\` and control characters is allowed"
                            .formatted(upload.name()));
        }
        String path = upload.path();
        if (path.isEmpty()
                || path.length() > LONGEST_PATH
                || path.indexOf('\0') >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw illegal("Uploading artifact `%s`: the path where it was; text of 1 to %d characters is allowed"
                    .formatted(upload.name(), LONGEST_PATH));
        }
    }

    static ProblemException illegal(String sentence) {
        return new ProblemException(Problem.REQUEST_ILLEGAL, sentence);
    }
}
