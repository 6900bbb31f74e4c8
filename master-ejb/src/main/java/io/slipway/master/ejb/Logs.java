// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.log.LogSlice;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;

/** The logs of jobs, for who may read them. */
@Stateless
@Interceptors(StoreGuard.class)
public class Logs {
    @EJB
    private MasterLifecycle lifecycle;

    /**
     * Reads a part of a log.
     *
     * @param attempt 0 for the newest
     * @param offset beyond the end gives no bytes
     * @param most how many bytes at the most
     */
    public LogSlice read(Caller caller, JobId job, int attempt, LogName log, long offset, int most) {
        return lifecycle.master().logs().read(caller, job, attempt, log, offset, most);
    }

    /**
     * Calls {@code listener} soon after anything of the job changed (log bytes, a task, its status), from a thread of the
     * master's; many changes may make one call. Listeners only wake somebody who then reads.
     *
     * @return closes the subscription
     */
    public AutoCloseable watch(Caller caller, JobId job, Runnable listener) {
        return lifecycle.master().logs().watch(caller, job, listener);
    }
}
