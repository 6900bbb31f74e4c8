// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.job.JobId;
import io.slipway.master.artifact.ArtifactVault.Incoming;
import io.slipway.master.log.JobWatch;
import io.slipway.master.query.JobQuery;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.store.ArtifactStore;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TestReportStore.Report;
import io.slipway.master.store.Transaction;
import io.slipway.master.testreport.KeepTests;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;

/**
 * Keeps what runners upload, while their attempt is live. The bytes come in outside of any transaction; a short one before looks at
 * the token, and a short one after keeps the artifact.
 */
public final class ReceiveArtifact {
    private final ArtifactVault vault;
    private final ArtifactStore artifacts;
    private final UploadCheck check;
    private final KeepTests tests;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Clock clock;

    public ReceiveArtifact(
            Stores stores,
            ArtifactVault vault,
            UploadCheck check,
            KeepTests tests,
            Transaction transaction,
            JobWatch watch,
            Clock clock) {
        this.vault = vault;
        this.artifacts = stores.artifacts();
        this.check = check;
        this.tests = tests;
        this.transaction = transaction;
        this.watch = watch;
        this.clock = clock;
    }

    /** Throws CREDENTIALS_WRONG unless the token is that of the job's live attempt. */
    public void admit(JobId job, String uploadToken) {
        transaction.separate(() -> check.attempt(job, uploadToken));
    }

    /**
     * Keeps an artifact; the same upload twice keeps one.
     *
     * @param upload what it is, as the runner says
     */
    public ArtifactView receive(JobId job, String uploadToken, ArtifactUpload upload, InputStream bytes) {
        transaction.separate(() -> check.attempt(job, uploadToken));
        check.legal(job, upload);
        try (Incoming incoming = vault.receive(bytes)) {
            Optional<Report> report = tests.read(upload.name(), incoming.size(), incoming::open);
            return transaction.separate(() -> {
                AttemptRow attempt = check.attempt(job, uploadToken);
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
}
