// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.manifest.ManifestParser;
import io.slipway.master.access.BearerSecret;
import io.slipway.master.artifact.ArtifactVault.Incoming;
import io.slipway.master.log.JobWatch;
import io.slipway.master.query.JobQuery;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.store.ArtifactStore;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/**
 * Keeps what runners upload, while their attempt is live. The bytes come in outside of any transaction; a short one before looks at
 * the token, and a short one after keeps the artifact.
 */
public final class ReceiveArtifact {
    private static final int LONGEST_NAME_BYTES = 255;

    private final ArtifactVault vault;
    private final ArtifactStore artifacts;
    private final AttemptStore attempts;
    private final JobStore jobs;
    private final ManifestParser parser;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Clock clock;

    public ReceiveArtifact(
            Stores stores,
            ArtifactVault vault,
            ManifestParser parser,
            Transaction transaction,
            JobWatch watch,
            Clock clock) {
        this.vault = vault;
        this.artifacts = stores.artifacts();
        this.attempts = stores.attempts();
        this.jobs = stores.jobs();
        this.parser = parser;
        this.transaction = transaction;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * @param position which artifact of the manifest, from 0
     * @param name file name
     */
    public ArtifactView receive(JobId job, String uploadToken, int position, String name, InputStream bytes) {
        String path = transaction.separate(() -> {
            attempt(job, uploadToken);
            return path(job, position);
        });
        checkName(name);
        try (Incoming incoming = vault.receive(bytes)) {
            return transaction.separate(() -> {
                AttemptRow attempt = attempt(job, uploadToken);
                ArtifactRow row = new ArtifactRow(
                        0,
                        job,
                        attempt.ref().number(),
                        position,
                        path,
                        name,
                        incoming.size(),
                        incoming.sha256(),
                        clock.instant());
                long id = artifacts.put(row);
                incoming.keep(job, position, name);
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

    private String path(JobId job, int position) {
        List<String> paths = parser.parse(jobs.manifest(job)).manifest().artifacts();
        if (position < 0 || position >= paths.size()) {
            throw illegal("Uploading artifact `%d` of job %s: its manifest has %d, counted from 0"
                    .formatted(position, job, paths.size()));
        }
        return paths.get(position);
    }

    private static void checkName(String name) {
        boolean legal = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
                && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME_BYTES;
        if (!legal) {
            throw illegal(
                    "Uploading an artifact named `%s`: a file name without `/`, `\\` and control characters is allowed"
                            .formatted(name));
        }
    }

    private static ProblemException illegal(String sentence) {
        return new ProblemException(Problem.REQUEST_ILLEGAL, sentence);
    }
}
