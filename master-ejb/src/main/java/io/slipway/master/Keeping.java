// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.manifest.ManifestParser;
import io.slipway.master.access.RefusedCalls;
import io.slipway.master.artifact.ArtifactVault;
import io.slipway.master.artifact.ExpireArtifacts;
import io.slipway.master.artifact.FindArtifact;
import io.slipway.master.artifact.FolderArtifactVault;
import io.slipway.master.artifact.ReceiveArtifact;
import io.slipway.master.artifact.ReceiveObject;
import io.slipway.master.artifact.ReceiveObject.Terms;
import io.slipway.master.artifact.UploadCheck;
import io.slipway.master.cache.CacheVault;
import io.slipway.master.cache.FolderCacheVault;
import io.slipway.master.cache.JobCaches;
import io.slipway.master.cache.OwnCaches;
import io.slipway.master.cache.SweepCaches;
import io.slipway.master.log.JobWatch;
import io.slipway.master.object.ObjectSettings;
import io.slipway.master.object.ObjectStore;
import io.slipway.master.object.S3ObjectStore;
import io.slipway.master.object.SweepObjects;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.testreport.KeepTests;
import io.slipway.master.testreport.TestQuery;
import io.slipway.message.KeepLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of the master's object graph that keeps what is left of guests: artifacts, test results, caches. */
record Keeping(
        ArtifactVault artifacts,
        ReceiveArtifact receiveArtifact,
        FindArtifact findArtifact,
        Optional<ReceiveObject> receiveObject,
        Optional<ObjectStore> objects,
        Rounds artifactRounds,
        TestQuery tests,
        OwnCaches caches,
        JobCaches jobCaches,
        SweepCaches sweepCaches) {
    private static final Duration ROUND = Duration.ofSeconds(30);

    static Keeping of(
            MasterSettings settings,
            Stores stores,
            JobQuery jobs,
            Transaction transaction,
            JobWatch watch,
            RefusedCalls refused,
            Clock clock) {
        ArtifactVault artifacts = new FolderArtifactVault(settings.artifacts());
        CacheVault caches = new FolderCacheVault(settings.caches());
        KeepTests tests =
                new KeepTests(stores.testReports(), settings.artifacts().reportLimit());
        UploadCheck check =
                new UploadCheck(stores.attempts(), refused, settings.artifacts().most());
        Optional<ObjectSettings> objectSettings = Optional.ofNullable(settings.objects());
        Optional<ObjectStore> objects = objectSettings.map(S3ObjectStore::new);
        Optional<Terms> terms = objectSettings.map(
                given -> new Terms(given.takesNew(), settings.artifacts().limit(), given.uploadTime()));
        List<Runnable> rounds = new ArrayList<>();
        rounds.add(new ExpireArtifacts(
                stores.artifacts(), artifacts, settings.artifacts().keep(), transaction, clock)::tick);
        objects.ifPresent(store -> rounds.add(
                new SweepObjects(stores.objects(), store, terms.orElseThrow().age(), transaction, clock)::tick));
        return new Keeping(
                artifacts,
                new ReceiveArtifact(stores, artifacts, check, tests, transaction, watch, clock),
                new FindArtifact(jobs, stores, artifacts, objects, transaction),
                objects.map(store -> new ReceiveObject(
                        store, artifacts, stores, check, terms.orElseThrow(), tests, transaction, watch, clock)),
                objects,
                new Rounds("artifacts", ROUND, rounds.toArray(Runnable[]::new)),
                new TestQuery(jobs, stores.testReports()),
                new OwnCaches(stores.caches(), caches, transaction),
                new JobCaches(stores, caches, new ManifestParser(), refused, settings.caches(), transaction, clock),
                new SweepCaches(stores.caches(), caches, transaction, clock));
    }

    /** What runners are told that they may keep. */
    static KeepLimits limits(MasterSettings settings) {
        return new KeepLimits(
                settings.artifacts().most(),
                settings.artifacts().limit(),
                settings.caches().quota(),
                settings.objects() != null && settings.objects().takesNew());
    }

    /** The parser, which then refuses manifests that keep more than runners may. */
    static ManifestParser limited(ManifestParser parser, MasterSettings settings) {
        return parser.withMostArtifacts(settings.artifacts().most());
    }
}
