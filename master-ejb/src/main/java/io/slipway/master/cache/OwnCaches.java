// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.cache;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.CacheStore;
import io.slipway.master.store.Transaction;
import java.time.Instant;
import java.util.List;

/** The caches of whoever calls; nobody, administrators neither, sees or removes those of somebody else. */
public final class OwnCaches {
    private final CacheStore caches;
    private final CacheVault vault;
    private final Transaction transaction;

    public OwnCaches(CacheStore caches, CacheVault vault, Transaction transaction) {
        this.caches = caches;
        this.vault = vault;
        this.transaction = transaction;
    }

    /**
     * A cache as console and API show it.
     *
     * @param size in bytes
     * @param created when a job left what is in it now
     * @param lastUsed when a job got or left it last
     */
    public record CacheView(String name, long size, Instant created, Instant lastUsed) {}

    /** What was used last comes first. */
    public List<CacheView> list(Caller caller) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return caches.of(caller.userId()).stream()
                .map(cache -> new CacheView(cache.name(), cache.size(), cache.created(), cache.lastUsed()))
                .toList();
    }

    /** Throws CACHE_UNKNOWN. */
    public void remove(Caller caller, String name) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        String file = caches.remove(caller.userId(), name)
                .orElseThrow(() -> new ProblemException(
                        Problem.CACHE_UNKNOWN, "Removing cache `%s`: there is none among yours".formatted(name)));
        transaction.afterCommit(() -> vault.remove(caller.userId(), List.of(file)));
    }
}
