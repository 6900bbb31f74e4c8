// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.artifact;

import io.slipway.error.ProblemException;
import io.slipway.master.store.ArtifactStore;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.master.store.Transaction;
import io.slipway.pace.NowAndThen;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Removes the bytes of artifacts that are older than they are to be kept; their jobs name them still. */
public final class ExpireArtifacts {
    private static final Logger LOG = System.getLogger(ExpireArtifacts.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int MOST = 100;

    private final ArtifactStore artifacts;
    private final ArtifactVault vault;
    private final Duration keep;
    private final Transaction transaction;
    private final Clock clock;
    private final NowAndThen looking;

    /** @param keep how long; zero for ever */
    public ExpireArtifacts(
            ArtifactStore artifacts, ArtifactVault vault, Duration keep, Transaction transaction, Clock clock) {
        this.artifacts = artifacts;
        this.vault = vault;
        this.keep = keep;
        this.transaction = transaction;
        this.clock = clock;
        this.looking = new NowAndThen(PAUSE, clock);
    }

    /** Looks now and then, some artifacts at a time; called by one thread, more often than it looks. */
    public void tick() {
        if (keep.isZero() || !looking.isDue()) {
            return;
        }
        Instant now = clock.instant();
        List<ArtifactRow> old = transaction.separate(() -> artifacts.kept(now.minus(keep), MOST));
        if (old.size() < MOST) {
            looking.rest();
        }
        for (ArtifactRow artifact : old) {
            if (artifact.object() == null) {
                removeFile(artifact);
            }
            // Its object, if it is one, then belongs to no artifact, and is swept.
            transaction.separate(() -> artifacts.remove(artifact, now));
        }
    }

    /** A file that cannot be removed is left to the administrator, and does not keep the others waiting. */
    private void removeFile(ArtifactRow artifact) {
        try {
            vault.remove(artifact.job(), artifact.position(), artifact.name());
        } catch (ProblemException e) {
            LOG.log(
                    Level.WARNING,
                    "Artifact {0} of job {1} has expired: {2}",
                    artifact.id(),
                    artifact.job(),
                    e.getMessage());
        }
    }
}
