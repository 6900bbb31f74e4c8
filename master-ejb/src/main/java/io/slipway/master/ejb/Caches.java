// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.cache.OwnCaches.CacheView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Caches: given to runners and taken from them, listed and removed by their owners. */
@Stateless
@Interceptors(StoreGuard.class)
public class Caches {
    @EJB
    private MasterLifecycle lifecycle;

    /** The caller's own, what was used last first. */
    public List<CacheView> list(Caller caller) {
        return lifecycle.master().caches().list(caller);
    }

    /** Removes one of the caller's own. */
    public void remove(Caller caller, String name) {
        lifecycle.master().caches().remove(caller, name);
    }

    /**
     * The file of a cache that a job's manifest names.
     *
     * @param uploadToken of the attempt's work order
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Path find(JobId job, String uploadToken, String name) {
        return lifecycle.master().jobCaches().find(job, uploadToken, name);
    }

    /**
     * Keeps a cache that a job's manifest names, in place of the one before.
     *
     * @param uploadToken of the attempt's work order
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void save(JobId job, String uploadToken, String name, InputStream bytes) {
        lifecycle.master().jobCaches().save(job, uploadToken, name, bytes);
    }
}
