// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.manifest.ManifestParser;
import io.slipway.master.artifact.ArtifactVault;
import io.slipway.master.artifact.FindArtifact;
import io.slipway.master.artifact.FolderArtifactVault;
import io.slipway.master.artifact.ReceiveArtifact;
import io.slipway.master.cache.CacheVault;
import io.slipway.master.cache.FolderCacheVault;
import io.slipway.master.cache.JobCaches;
import io.slipway.master.cache.OwnCaches;
import io.slipway.master.cache.SweepCaches;
import io.slipway.master.log.JobWatch;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.testreport.KeepTests;
import io.slipway.master.testreport.TestQuery;
import io.slipway.message.KeepLimits;
import java.time.Clock;

/** The part of the master's object graph that keeps what is left of guests: artifacts, test results, caches. */
record Keeping(
        ArtifactVault artifacts,
        ReceiveArtifact receiveArtifact,
        FindArtifact findArtifact,
        TestQuery tests,
        OwnCaches caches,
        JobCaches jobCaches,
        SweepCaches sweepCaches) {

    static Keeping of(
            MasterSettings settings,
            Stores stores,
            JobQuery jobs,
            Transaction transaction,
            JobWatch watch,
            Clock clock) {
        ArtifactVault artifacts = new FolderArtifactVault(settings.artifacts());
        CacheVault caches = new FolderCacheVault(settings.caches());
        KeepTests tests =
                new KeepTests(stores.testReports(), settings.artifacts().reportLimit());
        int most = settings.artifacts().most();
        return new Keeping(
                artifacts,
                new ReceiveArtifact(stores, artifacts, most, tests, transaction, watch, clock),
                new FindArtifact(jobs, stores.artifacts(), artifacts),
                new TestQuery(jobs, stores.testReports()),
                new OwnCaches(stores.caches(), caches, transaction),
                new JobCaches(stores, caches, new ManifestParser(), settings.caches(), transaction, clock),
                new SweepCaches(stores.caches(), caches, transaction, clock));
    }

    /** What runners are told that they may keep. */
    static KeepLimits limits(MasterSettings settings) {
        return new KeepLimits(
                settings.artifacts().most(),
                settings.artifacts().limit(),
                settings.caches().quota());
    }

    /** The parser, which then refuses manifests that keep more than runners may. */
    static ManifestParser limited(ManifestParser parser, MasterSettings settings) {
        return parser.withMostArtifacts(settings.artifacts().most());
    }
}
