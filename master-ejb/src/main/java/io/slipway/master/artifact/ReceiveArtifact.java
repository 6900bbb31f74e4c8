// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.artifact.ArtifactName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.BearerSecret;
import io.slipway.master.artifact.ArtifactVault.Incoming;
import io.slipway.master.log.JobWatch;
import io.slipway.master.query.JobQuery;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.store.ArtifactStore;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TestReportStore.Report;
import io.slipway.master.store.Transaction;
import io.slipway.master.testreport.KeepTests;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/**
 * Keeps what runners upload, while their attempt is live. The bytes come in outside of any transaction; a short one before looks at
 * the token, and a short one after keeps the artifact.
 */
public final class ReceiveArtifact {
    private static final int LONGEST_PATH = 4096;

    private final ArtifactVault vault;
    private final ArtifactStore artifacts;
    private final AttemptStore attempts;
    private final int most;
    private final KeepTests tests;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Clock clock;

    /** @param most artifacts of one attempt */
    public ReceiveArtifact(
            Stores stores,
            ArtifactVault vault,
            int most,
            KeepTests tests,
            Transaction transaction,
            JobWatch watch,
            Clock clock) {
        this.vault = vault;
        this.artifacts = stores.artifacts();
        this.attempts = stores.attempts();
        this.most = most;
        this.tests = tests;
        this.transaction = transaction;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * Keeps an artifact; the same upload twice keeps one.
     *
     * @param upload what it is, as the runner says
     */
    public ArtifactView receive(JobId job, String uploadToken, ArtifactUpload upload, InputStream bytes) {
        transaction.separate(() -> attempt(job, uploadToken));
        check(job, upload);
        try (Incoming incoming = vault.receive(bytes)) {
            Optional<Report> report = tests.read(upload.name(), incoming.size(), incoming::open);
            return transaction.separate(() -> {
                AttemptRow attempt = attempt(job, uploadToken);
                ArtifactRow row = new ArtifactRow(
                        0,
                        job,
                        attempt.ref().number(),
                        upload.position(),
                        upload.path(),
                        upload.name(),
                        incoming.size(),
                        incoming.sha256(),
                        clock.instant());
                long id = artifacts.put(row);
                tests.keep(attempt.ref(), id, report);
                incoming.keep(job, upload.position(), upload.name());
                transaction.afterCommit(() -> watch.changed(job));
                return JobQuery.view(row.withId(id));
            });
        }
    }

    /** The live attempt that the token belongs to; what is wrong with another token is not told. */
    private AttemptRow attempt(JobId job, String uploadToken) {
        boolean known = attempts.uploadTokenHash(job)
                .map(hash -> new BearerSecret(uploadToken).hasHash(hash))
                .orElse(false);
        if (!known) {
            throw new ProblemException(
                    Problem.CREDENTIALS_WRONG,
                    "Uploading an artifact of job %s: the token is not that of a live attempt".formatted(job));
        }
        return attempts.live(job).orElseThrow();
    }

    private void check(JobId job, ArtifactUpload upload) {
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

    private static ProblemException illegal(String sentence) {
        return new ProblemException(Problem.REQUEST_ILLEGAL, sentence);
    }
}
