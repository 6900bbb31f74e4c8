// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.cache;

import io.slipway.cache.CacheName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.manifest.ManifestParser;
import io.slipway.master.access.BearerSecret;
import io.slipway.master.access.RefusedCalls;
import io.slipway.master.cache.CacheVault.Incoming;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.CacheStore;
import io.slipway.master.store.CacheStore.CacheRow;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * The caches that a job's manifest names, for the runner that holds its live attempt: those of the job's owner and of nobody else.
 *
 * <p>When an owner's caches are larger than they may be in all, those go that were not used for longest. Bytes come in outside of any transaction.
 */
public final class JobCaches {
    private final CacheStore caches;
    private final AttemptStore attempts;
    private final JobStore jobs;
    private final CacheVault vault;
    private final ManifestParser parser;
    private final RefusedCalls refused;
    private final long quota;
    private final Transaction transaction;
    private final Clock clock;

    public JobCaches(
            Stores stores,
            CacheVault vault,
            ManifestParser parser,
            RefusedCalls refused,
            CacheSettings settings,
            Transaction transaction,
            Clock clock) {
        this.caches = stores.caches();
        this.attempts = stores.attempts();
        this.jobs = stores.jobs();
        this.vault = vault;
        this.parser = parser;
        this.refused = refused;
        this.quota = settings.quota();
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The file of a cache, which nobody changes; throws CACHE_UNKNOWN. */
    public Path find(JobId job, String uploadToken, String name) {
        return transaction.separate(() -> {
            long owner = owner(job, uploadToken, name);
            return caches.use(owner, name, clock.instant())
                    .map(cache -> vault.file(owner, cache.file()))
                    .filter(Files::isRegularFile)
                    .orElseThrow(() -> new ProblemException(
                            Problem.CACHE_UNKNOWN,
                            "Looking for cache `%s` of job %s: none is kept".formatted(name, job)));
        });
    }

    /** Keeps a cache in place of the one of its name. */
    public void save(JobId job, String uploadToken, String name, InputStream bytes) {
        transaction.separate(() -> owner(job, uploadToken, name));
        try (Incoming incoming = vault.receive(bytes)) {
            transaction.separate(() -> {
                long owner = owner(job, uploadToken, name);
                Instant now = clock.instant();
                String file = UUID.randomUUID().toString();
                caches.lock(owner);
                List<String> gone = new ArrayList<>();
                CacheRow row = new CacheRow(owner, name, file, incoming.size(), incoming.sha256(), now, now);
                caches.put(row).ifPresent(gone::add);
                gone.addAll(makeRoom(owner, name));
                incoming.keep(owner, file);
                transaction.afterCommit(() -> vault.remove(owner, gone));
            });
        }
    }

    /** Removes the caches that no longer fit beside the one of a name, from the one on that was not used for longest. @return their files */
    private List<String> makeRoom(long owner, String name) {
        List<String> gone = new ArrayList<>();
        List<CacheRow> all = new ArrayList<>(caches.of(owner));
        Collections.reverse(all);
        long size = all.stream().mapToLong(CacheRow::size).sum();
        for (CacheRow cache : all) {
            if (size > quota && !cache.name().equals(name)) {
                caches.remove(owner, cache.name()).ifPresent(gone::add);
                size -= cache.size();
            }
        }
        return gone;
    }

    /** Whose caches a runner may touch that holds this token; what is wrong with another token is not told. */
    private long owner(JobId job, String uploadToken, String name) {
        boolean known = attempts.uploadTokenHash(job)
                .map(hash -> new BearerSecret(uploadToken).hasHash(hash))
                .orElse(false);
        if (!known) {
            throw refused.ofUpload(
                    uploadToken,
                    new ProblemException(
                            Problem.CREDENTIALS_WRONG,
                            "Reaching a cache of job %s: the token is not that of a live attempt".formatted(job)));
        }
        boolean named = CacheName.isLegal(name)
                && parser.parse(jobs.manifest(job)).manifest().caches().containsKey(new CacheName(name));
        if (!named) {
            throw new ProblemException(
                    Problem.CACHE_UNKNOWN,
                    "Looking for cache `%s` of job %s: its manifest names none of this name".formatted(name, job));
        }
        return jobs.find(job).orElseThrow().ownerId();
    }
}
